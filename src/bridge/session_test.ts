import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
import { FakeLeg } from "./fake_leg.ts";
import { Session } from "./session.ts";

function start(limits?: { frames: number; bytes: number }) {
  const clock = new VirtualClock();
  const client = new FakeLeg();
  const upstream = new FakeLeg();
  const session = { ends: 0 };
  new Session({
    client: client.connect,
    upstream: upstream.connect,
    sessionUpdate: "update",
    clock,
    ...(limits ? { limits } : {}),
    onEnd: () => session.ends++,
  });
  return { clock, client, upstream, session };
}

Deno.test("Session sends the update first, then what waited, then what comes", () => {
  const { client, upstream } = start();
  client.open();
  client.text("a");
  client.text("b");
  upstream.open();
  client.text("c");
  upstream.text("reply");
  assert.deepEqual(upstream.sent, ["update", "a", "b", "c"]);
  assert.deepEqual(client.sent, ["reply"]);
});

Deno.test("Session carries close codes and reasons across, both ways", () => {
  const left = start();
  left.client.open();
  left.upstream.open();
  left.client.end({ code: 4001, reason: "bye" });
  assert.deepEqual(left.upstream.closes, [{ code: 4001, reason: "bye" }]);
  left.upstream.end({ code: 4001, reason: "bye" });
  assert.equal(left.session.ends, 1);

  const right = start();
  right.client.open();
  right.upstream.open();
  right.upstream.end({ code: 1006, reason: "" });
  assert.deepEqual(right.client.closes, [{ code: 1011, reason: "upstream connection lost" }]);
});

Deno.test("Session gives up the dial when the client goes, and closes it if it opens anyway", () => {
  const { client, upstream, session } = start();
  client.open();
  client.text("speech");
  client.end({ code: 1006, reason: "" });
  assert.equal(upstream.terminated, true);
  upstream.open();
  assert.deepEqual(upstream.sent, []);
  assert.equal(upstream.closes.length, 1);
  upstream.end({ code: 1000, reason: "" });
  assert.equal(session.ends, 1);
});

Deno.test("Session tells the client why the upstream could not be opened, even if it opens later", () => {
  const { client, upstream } = start();
  const message = "the upstream refused the handshake with HTTP 429";
  upstream.end({ code: 1006, reason: "", failure: { code: "upstream_refused", message } });
  client.open();
  const [event] = client.sent.map((text) => JSON.parse(text));
  assert.match(event.event_id, /^event_/);
  assert.deepEqual(event.error, {
    type: "server_error",
    code: "upstream_refused",
    message,
    param: null,
    event_id: null,
  });
  assert.deepEqual(client.closes, [{ code: 1011, reason: message }]);
});

Deno.test("Session closes both legs with 1013 when more waits than fits", () => {
  const { client, upstream } = start({ frames: 3, bytes: 100 });
  client.open();
  for (const frame of ["a", "b", "c"]) client.text(frame);
  assert.equal(client.closes[0]?.code, 1013);
  assert.equal(upstream.terminated, true);
});

Deno.test("Session answers a binary frame with an error event and goes on", () => {
  const { client, upstream } = start();
  client.open();
  upstream.open();
  client.binary();
  client.text("a");
  assert.equal(JSON.parse(client.sent[0]!).error.code, "invalid_event");
  assert.deepEqual(upstream.sent, ["update", "a"]);
  assert.deepEqual(client.closes, []);
});

Deno.test("Session ends when a peer never answers the close", async () => {
  const { clock, client, upstream, session } = start();
  client.open();
  upstream.open();
  client.end({ code: 1000, reason: "" });
  await clock.advance(2_999);
  assert.equal(upstream.terminated, false);
  await clock.advance(1);
  assert.equal(upstream.terminated, true);
  assert.equal(session.ends, 1);
});

Deno.test("Session ends when a client's upgrade or the dial never completes", async () => {
  const silentClient = start();
  silentClient.upstream.open();
  await silentClient.clock.advance(5_000);
  assert.equal(silentClient.upstream.closes[0]?.code, 1011);

  const silentUpstream = start();
  silentUpstream.client.open();
  await silentUpstream.clock.advance(10_000);
  assert.equal(silentUpstream.upstream.terminated, true);
  assert.equal(JSON.parse(silentUpstream.client.sent[0]!).error.code, "upstream_unreachable");
});
