import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
import { FakeLeg } from "./fake_leg.ts";
import { DEFAULT_LIMITS, type SessionLimits } from "./limits.ts";
import type { Policy } from "./policy.ts";
import { Session } from "./session.ts";
import { SESSION_UPDATE_ID } from "./session_update.ts";

function start(limits: Partial<SessionLimits> = {}, policy: Policy = "default") {
  const clock = new VirtualClock();
  const client = new FakeLeg();
  const upstream = new FakeLeg();
  const session = { ends: [] as unknown[], failures: [] as string[] };
  new Session({
    client: client.connect,
    upstream: upstream.connect,
    sessionUpdate: "update",
    clock,
    limits: { ...DEFAULT_LIMITS, ...limits },
    policy,
    onFailure: ({ code }) => session.failures.push(code),
    onEnd: ({ code, failure }) => session.ends.push([code, failure?.code]),
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
  assert.equal(left.session.ends.length, 1);

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
  assert.equal(session.ends.length, 1);
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
  const { client, upstream } = start({ queue: { frames: 3, bytes: 100 } });
  client.open();
  for (const frame of ["a", "b", "c"]) client.text(frame);
  assert.equal(client.closes.length, 0);
  client.text("d");
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
  assert.equal(session.ends.length, 1);
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

Deno.test("Session refuses a frame over the limit with 1009, counted in bytes", () => {
  const { client, upstream } = start({ maxFrameBytes: 6 });
  client.open();
  upstream.open();
  client.text("ääx");
  client.text("äää");
  client.text("äääx");
  assert.deepEqual(upstream.sent, ["update", "ääx", "äää"]);
  assert.deepEqual(client.closes, [{ code: 1009, reason: "a frame exceeds 6 bytes" }]);
});

Deno.test("Session ends after its longest time, and when nothing is said", async () => {
  const long = start({ maxSessionMs: 60_000, maxIdleMs: 10_000 });
  long.client.open();
  long.upstream.open();
  for (let i = 0; i < 6; i++) {
    await long.clock.advance(9_999);
    (i % 2 ? long.client : long.upstream).text("talk");
  }
  assert.deepEqual(long.client.closes, []);
  await long.clock.advance(6);
  const tooLong = { code: 4001, reason: "the session's 1 minutes are over" };
  assert.deepEqual([long.client.closes, long.upstream.closes], [[tooLong], [tooLong]]);

  const idle = start({ maxIdleMs: 10_000 });
  idle.client.open();
  idle.upstream.open();
  await idle.clock.advance(9_000);
  idle.upstream.alive();
  await idle.clock.advance(1_000);
  assert.deepEqual(idle.client.closes, [{ code: 4002, reason: "nothing was sent for 10 s" }]);
});

Deno.test("Session closes both legs with 1011 when the upstream is dead, not when it only pings", async () => {
  const { clock, client, upstream } = start({ maxIdleMs: 0 });
  client.open();
  upstream.open();
  for (let i = 0; i < 10; i++) {
    await clock.advance(20_000);
    upstream.alive();
  }
  assert.equal(upstream.pings, 0);
  await clock.advance(54_999);
  assert.deepEqual([upstream.pings, client.closes.length], [1, 0]);
  await clock.advance(1);
  const close = { code: 1011, reason: "the upstream was silent for 55 s" };
  assert.deepEqual([client.closes, upstream.closes], [[close], [close]]);
});

Deno.test("Session answers an event that may not pass with one error, and goes on", () => {
  const frame = '{"type":"session.update","event_id":"mine","session":{"tools":[]}}';
  const { client, upstream } = start();
  client.open();
  upstream.open();
  client.text(frame);
  client.text("a");
  assert.deepEqual(upstream.sent, ["update", "a"]);
  assert.deepEqual(client.closes, []);
  const [{ error }] = client.sent.map((text) => JSON.parse(text));
  assert.deepEqual(error, {
    type: "invalid_request_error",
    code: "event_not_allowed",
    message: "'session.tools' is set by the bridge and cannot be changed",
    param: "session.tools",
    event_id: "mine",
  });

  const open = start({}, "open");
  open.client.open();
  open.upstream.open();
  open.client.text(frame);
  assert.deepEqual(open.upstream.sent, ["update", frame]);
});

Deno.test("Session ends with 1011 when the upstream refuses its settings, and says so", () => {
  const { client, upstream, session } = start();
  client.open();
  upstream.open();
  const error = { code: "invalid_value", param: "session.audio.output.voice" };
  const event = { type: "error", error: { ...error, event_id: SESSION_UPDATE_ID } };
  upstream.text(JSON.stringify(event));
  upstream.text("a reply that was not asked for");
  client.text("speech");
  assert.deepEqual(client.sent, [JSON.stringify(event)]);
  assert.deepEqual(upstream.sent, ["update"]);
  assert.deepEqual([client.closes[0]?.code, upstream.closes[0]?.code], [1011, 1011]);
  assert.match(client.closes[0]!.reason, /refused .* session\.audio\.output\.voice/);
  assert.deepEqual(session.failures, ["session_refused"]);
});

Deno.test("Session tells what the upstream failed at, and nothing where the client ended it", async () => {
  const failuresOf = async (act: (world: ReturnType<typeof start>) => unknown) => {
    const world = start();
    world.client.open();
    await act(world);
    return world.session.failures;
  };
  const end = (code: number) => ({ upstream }: ReturnType<typeof start>) => {
    upstream.open();
    upstream.end({ code, reason: "" });
  };
  assert.deepEqual(await failuresOf(end(1006)), ["upstream_lost"]);
  assert.deepEqual(await failuresOf(end(3000)), ["upstream_closed"]);
  assert.deepEqual(await failuresOf(end(1000)), []);
  assert.deepEqual(await failuresOf(({ clock }) => clock.advance(10_000)), [
    "upstream_unreachable",
  ]);
  assert.deepEqual(
    await failuresOf(({ clock, upstream }) => {
      upstream.open();
      return clock.advance(55_000);
    }),
    ["upstream_silent"],
  );
  assert.deepEqual(
    await failuresOf(({ client, upstream }) => {
      upstream.open();
      client.end({ code: 1006, reason: "" });
      upstream.end({ code: 1006, reason: "" });
    }),
    [],
  );
});

Deno.test("Session tells what ended it, which no consequence of that can be", async () => {
  const endsOf = async (
    act: (world: ReturnType<typeof start>) => unknown,
    limits: Partial<SessionLimits> = {},
  ) => {
    const world = start(limits);
    world.client.open();
    await act(world);
    world.client.end({ code: 1005, reason: "" });
    world.upstream.end({ code: 1006, reason: "" });
    await world.clock.advance(3_000);
    return world.session.ends;
  };
  const wait = (ms: number) => ({ clock }: ReturnType<typeof start>) => clock.advance(ms);
  assert.deepEqual(await endsOf(wait(1_000), { maxSessionMs: 1_000 }), [[4001, undefined]]);
  assert.deepEqual(await endsOf(() => {}), [[1005, undefined]]);
  assert.deepEqual(await endsOf(wait(10_000)), [[1006, "upstream_unreachable"]]);
  const upstreamEnds = (code: number) => ({ upstream }: ReturnType<typeof start>) => {
    upstream.open();
    upstream.end({ code, reason: "" });
  };
  assert.deepEqual(await endsOf(upstreamEnds(1000)), [[1000, undefined]]);
  assert.deepEqual(await endsOf(upstreamEnds(3000)), [[3000, "upstream_closed"]]);
  const silent = ({ upstream, clock }: ReturnType<typeof start>) => {
    upstream.open();
    return clock.advance(55_000);
  };
  assert.deepEqual(await endsOf(silent), [[1011, "upstream_silent"]]);
});
