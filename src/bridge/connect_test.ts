import assert from "node:assert/strict";
import { connect } from "./connect.ts";

Deno.test("where a bare connection is forbidden, TLS is asked of the platform itself", async () => {
  const { connect: bare, connectTls } = Deno;
  const asked: unknown[] = [];
  const secured = { handshake: () => Promise.resolve({}), close: () => asked.push("closed") };
  const forbid = () => Promise.reject(new Deno.errors.PermissionDenied("port 443"));
  Object.assign(Deno, {
    connect: forbid,
    connectTls: ({ hostname, port }: Deno.ConnectTlsOptions) => {
      asked.push(`${hostname}:${port}`);
      return Promise.resolve(secured);
    },
  });
  const over = new AbortController();
  const phases: string[] = [];
  try {
    const url = new URL("wss://upstream.example/v1/realtime");
    const connection = await connect(url, over.signal, (phase) => phases.push(phase));
    assert.equal(connection, secured as unknown);
    const plain = new URL("ws://upstream.example/");
    await assert.rejects(connect(plain, over.signal, () => {}), Deno.errors.PermissionDenied);
  } finally {
    Object.assign(Deno, { connect: bare, connectTls });
  }
  over.abort();
  assert.deepEqual([asked, phases], [["upstream.example:443", "closed"], ["tls"]]);
});
