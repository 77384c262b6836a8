import assert from "node:assert/strict";
import { once } from "node:events";

Deno.test("link worker gives each link a port by name, and closes", async () => {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () => new Response("here", { headers: { connection: "close" } }),
  );
  const worker = new Worker(import.meta.resolve("./worker.ts"), { type: "module" });
  const target = { targetHost: "127.0.0.1", targetPort: server.addr.port, seed: 1 };
  const spec = { rttMs: 2, jitterMs: 1 };
  const links = ["client", "upstream"].map((name) => ({ ...target, name, spec }));
  worker.postMessage({ links });
  const [ready] = await once(worker, "message");
  assert.deepEqual(Object.keys(ready.data.ports), ["client", "upstream"]);
  for (const port of Object.values(ready.data.ports)) {
    const response = await fetch(`http://127.0.0.1:${port}/`);
    assert.equal(await response.text(), "here");
  }
  worker.postMessage({ close: true });
  const [closed] = await once(worker, "message");
  assert.deepEqual(closed.data, { closed: true });
  worker.terminate();
  await server.shutdown();
});
