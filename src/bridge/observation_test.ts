import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
import { FakeLeg } from "./fake_leg.ts";
import { observe, type SessionObserver } from "./observation.ts";
import { Session } from "./session.ts";
import { redaction, tapped } from "./tap.ts";

/** Stands still unless told otherwise, within a call too. */
class HandClock extends VirtualClock {
  skippedMs = 0;

  override now(): number {
    return super.now() + this.skippedMs;
  }
}

/** A session that is watched, whose legs take 2 ms (client) and 3 ms (upstream) to take a frame. */
function start() {
  const clock = new HandClock();
  const [client, upstream] = [new FakeLeg(), new FakeLeg()];
  for (const [leg, ms] of [[client, 2], [upstream, 3]] as const) {
    const send = leg.send.bind(leg);
    leg.send = (text) => {
      clock.skippedMs += ms;
      return send(text);
    };
  }
  const told: unknown[] = [];
  const observer: SessionObserver = {
    hop: (direction, ms) => told.push([direction, ms]),
    dialled: (upstreamMs) => told.push(upstreamMs),
    ready: (upstreamMs) => told.push(upstreamMs),
    ended: ({ code }) => told.push(code),
  };
  const { client: clientTap, upstream: upstreamTap, dialled, ended } = observe(clock, [observer]);
  new Session({
    client: tapped(client.connect, clientTap),
    upstream: tapped(tapped(upstream.connect, upstreamTap), redaction("sk-1")),
    sessionUpdate: "update",
    clock,
    onEnd: ended,
  });
  return { clock, client, upstream, told, dialled };
}

Deno.test("observe times each frame that passes, and no other", () => {
  const { client, upstream, told } = start();
  client.open();
  client.text("waits");
  client.text("waits too");
  upstream.open();
  assert.deepEqual(told.splice(0), [{ upgrade: 0 }]);
  client.text("speech");
  upstream.text("reply");
  client.text('{"type":"session.update","session":{"tools":[]}}');
  client.binary();
  upstream.text("a key: sk-1");
  client.text("speech");
  assert.deepEqual(told, [["up", 3], ["down", 2], ["up", 3]]);
  assert.deepEqual(upstream.sent, ["update", "waits", "waits too", "speech", "speech"]);
});

Deno.test("observe times the upstream's dial up to session.created, and tells of the end", async () => {
  const { clock, client, upstream, told, dialled } = start();
  client.open();
  for (const phase of ["tcp", "tls"] as const) {
    await clock.advance(1);
    dialled(phase);
  }
  await clock.advance(4);
  upstream.open();
  await clock.advance(5);
  for (let i = 0; i < 2; i++) upstream.text('{"type":"session.created"}');
  assert.deepEqual(told, [
    { tcp: 1, tls: 1, upgrade: 4 },
    // The bridge's own first frame, 3 ms, is a part of the wait.
    { tcp: 1, tls: 1, upgrade: 4, session_created: 8 },
    ["down", 2],
    ["down", 2],
  ]);
  upstream.end({ code: 4009, reason: "" });
  client.end({ code: 4009, reason: "" });
  assert.deepEqual(told.slice(4), [4009]);
});

Deno.test("observe times no frame that waited for the client to open", async () => {
  const { clock, client, upstream, told } = start();
  upstream.open();
  upstream.text("waits");
  await clock.advance(5);
  client.open();
  upstream.text("reply");
  assert.deepEqual([client.sent, told.slice(1)], [["waits", "reply"], [["down", 2]]]);
});
