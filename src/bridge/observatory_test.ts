import assert from "node:assert/strict";
import { once } from "node:events";
import { systemClock } from "../time/system_clock.ts";
import { readConfig } from "./config.ts";
import { startBridge } from "./server.ts";
import { upgrade } from "./upgrade.ts";
// @ts-types="@types/ws"
import { WebSocket } from "ws";

/** An upstream that answers each frame but the bridge's own with a whole reply. */
function startUpstream() {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const { socket, response } = upgrade(request)!;
    socket.onopen = () => socket.send('{"type":"session.created"}');
    socket.onmessage = ({ data }) => {
      if (data.includes("session.update")) return;
      socket.send('{"type":"response.output_audio.delta"}');
      socket.send('{"type":"response.done"}');
    };
    return response;
  });
  return Object.assign(server, { [Symbol.asyncDispose]: () => server.shutdown() });
}

/** Says something twice, hangs up, and tells what came. */
async function talk(env: Record<string, string>, query: string) {
  await using upstream = startUpstream();
  const variables: Record<string, string> = {
    PORT: "0",
    UPSTREAM_URL: `ws://localhost:${upstream.addr.port}`,
    BRIDGE_REGION: "eu",
    ...env,
  };
  const bridge = startBridge(readConfig((name) => variables[name]), systemClock);
  const client = new WebSocket(bridge.url + query, { perMessageDeflate: false });
  const types: string[] = [];
  const events = new Map<string, Record<string, unknown>>();
  let replies = 0;
  client.on("message", (data) => {
    const event = JSON.parse(data.toString());
    types.push(event.type);
    events.set(event.type, event);
    if (event.type === "session.created") client.send("{}");
    if (event.type !== "response.done") return;
    if (++replies === 2) client.close();
    else client.send("{}");
  });
  const [response] = await once(client, "upgrade");
  await once(client, "close");
  await bridge.close();
  return { types, events, header: response.headers["x-bridge-probe"] };
}

const REPLY = ["response.output_audio.delta", "response.done"];
const PLAIN = ["session.created", ...REPLY, ...REPLY];

Deno.test("a client that asks is told what the relay saw, right behind the service's events", async () => {
  const { types, events, header } = await talk({}, "?probe=1");
  assert.equal(header, "on");
  const reply = [...REPLY, "bridge.hops"];
  assert.deepEqual(types, ["session.created", "bridge.session", ...reply, ...reply]);
  const { boot_id, upstream_ms, ...session } = events.get("bridge.session")!;
  assert.match(String(boot_id), /^[0-9a-f-]{36}$/);
  assert.deepEqual(session, { type: "bridge.session", region: "eu", first_session: true });
  const phases = upstream_ms as Record<string, number>;
  assert.deepEqual(Object.keys(phases), ["tcp", "upgrade", "session_created"]);
  for (const ms of Object.values(phases)) assert.ok(ms >= 0 && ms < 10_000);
  const { up_us, down_us } = events.get("bridge.hops") as Record<string, number[]>;
  assert.deepEqual([up_us!.length, down_us!.length], [1, 2]);
  for (const us of [...up_us!, ...down_us!]) assert.ok(us > 0, String(us));
});

Deno.test("others see not one event more, whatever else they ask for", async () => {
  for (const query of ["", "?probe=0", "?probe", "?probes=1"]) {
    const { types, header } = await talk({}, query);
    assert.deepEqual([types, header], [PLAIN, "available"], query);
  }
});

Deno.test("a bridge that does not offer the probe neither says so nor answers", async () => {
  const { types, header } = await talk({ BRIDGE_PROBE: "0" }, "?probe=1");
  assert.deepEqual([types, header], [PLAIN, undefined]);
});
