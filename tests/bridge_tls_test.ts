import assert from "node:assert/strict";
// @ts-types="@types/ws"
import { WebSocket } from "ws";
import { makeTicket } from "../src/bridge/fake_ticket.ts";
import { type BridgeProcess, startBridgeProcess } from "./bridge_process.ts";
import { startServer } from "./support.ts";

/** The types of the first events of a session with the bridge's own, and the phases of its dial. */
async function firstEvents({ url }: BridgeProcess, count: number) {
  const query = `probe=1&ticket=${await makeTicket()}`;
  const socket = new WebSocket(`${url}?${query}`, { perMessageDeflate: false });
  const events: { type: string; upstream_ms?: object; error?: { message: string } }[] = [];
  await new Promise<void>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", () => resolve());
    socket.on("message", (data) => {
      events.push(JSON.parse(data.toString()));
      if (events.length === count) socket.close();
    });
  });
  return events;
}

Deno.test("the bridge dials wss, and trusts nobody whose certificate it cannot check", async () => {
  const folder = await Deno.makeTempDir();
  await using mock = await startServer(["mock", "--tls", "--think", "20"], { TTFA_HOME: folder });
  const env = { UPSTREAM_URL: mock.url };
  const trusting = await startBridgeProcess({ ...env, DENO_CERT: `${folder}/tls/ca.pem` });
  const [created, session] = await firstEvents(trusting, 2);
  assert.deepEqual([created!.type, session!.type], ["session.created", "bridge.session"]);
  const phases = Object.keys(session!.upstream_ms!);
  assert.deepEqual(phases, ["tcp", "tls", "upgrade", "session_created"]);
  await trusting.stop();
  const wary = await startBridgeProcess(env);
  const [refusal] = await firstEvents(wary, 1);
  assert.equal(refusal!.error?.message, "the upstream cannot be reached");
  await wary.stop();
  await Deno.remove(folder, { recursive: true });
});
