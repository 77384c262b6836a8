import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
import { FakeLeg } from "./fake_leg.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { Session } from "./session.ts";

const FLOW = { highBytes: 1000, lowBytes: 250, maxBytes: 4000, maxSlowMs: 2000 };

function start() {
  const clock = new VirtualClock();
  const client = new FakeLeg();
  const upstream = new FakeLeg();
  new Session({
    client: client.connect,
    upstream: upstream.connect,
    sessionUpdate: "update",
    clock,
    limits: { ...DEFAULT_LIMITS, flow: FLOW },
    onEnd: () => {},
  });
  client.open();
  upstream.open();
  return { clock, client, upstream };
}

Deno.test("a slow client stops the upstream from being read until it has caught up", async () => {
  const { clock, client, upstream } = start();
  client.bufferedBytes = 1000;
  upstream.text("at the mark");
  assert.equal(upstream.paused, false);
  client.bufferedBytes = 1001;
  upstream.text("over it");
  assert.equal(upstream.paused, true);
  client.bufferedBytes = 251;
  await clock.advance(1500);
  assert.equal(upstream.paused, true);
  client.bufferedBytes = 250;
  await clock.advance(25);
  assert.equal(upstream.paused, false);
  // The time starts anew with each time that it falls behind.
  client.bufferedBytes = 1001;
  upstream.text("over it again");
  await clock.advance(1900);
  assert.deepEqual(client.closes, []);
  assert.deepEqual(client.sent, ["at the mark", "over it", "over it again"]);
});

Deno.test("a leg that does not catch up in time ends the session with 1013", async () => {
  for (const slow of ["client", "upstream"] as const) {
    const legs = start();
    legs[slow].bufferedBytes = 1001;
    legs[slow === "client" ? "upstream" : "client"].text("over it");
    await legs.clock.advance(1999);
    assert.deepEqual(legs.client.closes, []);
    await legs.clock.advance(26);
    const close = { code: 1013, reason: `the ${slow}: not read for 2 s` };
    assert.deepEqual([legs.client.closes, legs.upstream.closes], [[close], [close]]);
  }
});

Deno.test("a leg that falls too far behind ends the session at once", () => {
  const { client, upstream } = start();
  upstream.bufferedBytes = 4001;
  client.text("one too many");
  const close = { code: 1013, reason: "the upstream: more than 4000 bytes wait" };
  assert.deepEqual([client.closes, upstream.closes], [[close], [close]]);
  client.text("dropped");
  assert.equal(upstream.sent.includes("dropped"), false);
});

Deno.test("a frame longer than every mark passes where nothing waits", async () => {
  const { clock, client, upstream } = start();
  // As a transport counts: the frame itself waits for a moment.
  upstream.bufferedBytes = 0;
  client.text("long");
  upstream.bufferedBytes = 5000;
  await clock.advance(10);
  assert.deepEqual(upstream.closes, []);
  client.text("one more on top");
  assert.equal((upstream.closes[0] ?? client.closes[0])?.code, 1013);
});
