import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
import { liveBlock, liveLine, LiveReporter, type LiveSnapshot } from "./live.ts";

const begun: LiveSnapshot = {
  elapsedMs: 0,
  clientsOpen: 0,
  clientsTotal: 10,
  turnsDone: 0,
  turnsTotal: 30,
};
const halfway: LiveSnapshot = {
  ...begun,
  elapsedMs: 12_000,
  etaMs: 11_800,
  clientsOpen: 10,
  turnsDone: 15,
  ttfaP50Ms: 812.3,
  latenessP99Ms: 0.42,
};

Deno.test("liveLine and liveBlock tell what is known and leave out what is not", () => {
  assert.equal(
    liveLine(halfway),
    "12 s, 12 s left: 15/30 turns, 10/10 clients, ttfa p50 812 ms, lateness p99 0.42 ms",
  );
  assert.equal(liveLine(begun), "0 s: 0/30 turns, 0/10 clients");
  assert.deepEqual(liveBlock(halfway), [
    "━━━━━━━━━━━━────────────  15/30 turns  12 s, 12 s left",
    "10/10 clients, ttfa p50 812 ms, lateness p99 0.42 ms",
  ]);
});

Deno.test("liveLine and liveBlock go by the time where no turns are counted", () => {
  const { turnsTotal: _, ...timed } = { ...halfway, etaMs: 36_000 };
  assert.equal(
    liveLine(timed),
    "12 s, 36 s left: 15 turns, 10/10 clients, ttfa p50 812 ms, lateness p99 0.42 ms",
  );
  assert.equal(liveBlock(timed)[0], "━━━━━━──────────────────  15 turns  12 s, 36 s left");
});

Deno.test("liveLine: time that is over leaves the last turns, where no more are due than go on", () => {
  const { turnsTotal: _, ...timed } = { ...halfway, etaMs: 0 };
  assert.match(liveLine(timed), /^12 s, the last turns: 15 turns/);
  assert.match(liveLine({ ...halfway, etaMs: 0, turnsDone: 20 }), /^12 s, the last turns: 20/);
  assert.match(liveLine({ ...halfway, etaMs: 0 }), /^12 s: 15\/30 turns/);
});

Deno.test("liveBlock stays within a terminal's width, whatever the counts", () => {
  const huge = {
    elapsedMs: 3_599_000,
    etaMs: 3_599_000,
    clientsOpen: 100_000,
    clientsTotal: 100_000,
    turnsDone: 999_999,
    turnsTotal: 999_999,
    ttfaP50Ms: 123_456,
    latenessP99Ms: 12_345,
  };
  for (const snapshot of [huge, { ...huge, turnsDone: 1_000_001 }, { ...begun, turnsTotal: 0 }]) {
    for (const line of liveBlock(snapshot)) assert.ok(line.length < 80, line);
  }
});

Deno.test("LiveReporter prints a line each 5 s where there is no terminal", async () => {
  const { clock, written, reporter } = setUp(false);
  reporter.start();
  await clock.advance(4999);
  assert.equal(written.length, 0);
  await clock.advance(10_001);
  assert.deepEqual(written.map((line) => line.slice(0, 5)), ["5 s: ", "10 s:", "15 s:"]);
  assert.ok(written.every((line) => line.endsWith("\n") && !line.includes("\x1b")));
  reporter.stop();
  await clock.advance(60_000);
  assert.equal(written.length, 3);
});

Deno.test("LiveReporter redraws one block on a terminal and takes it away at the end", async () => {
  const { clock, written, reporter } = setUp(true);
  reporter.start();
  await clock.advance(500);
  assert.equal(written.length, 3);
  assert.ok(!written[0]!.includes("\x1b[2A"), "nothing stands above the first block");
  for (const redraw of written.slice(1)) assert.ok(redraw.startsWith("\x1b[2A"), redraw);
  for (const block of written) {
    const lines = block.split("\n");
    assert.deepEqual(lines.map((line) => line.endsWith("\x1b[K")), [true, true, false]);
    assert.ok(!block.includes("\x1b[J"), "nothing goes into the scrollback");
  }
  reporter.stop();
  reporter.stop();
  assert.deepEqual(written.slice(3), ["\x1b[2A\x1b[K\n\x1b[K\n\x1b[2A"]);
  await clock.advance(60_000);
  assert.equal(written.length, 4);
});

function setUp(tty: boolean) {
  const clock = new VirtualClock();
  const written: string[] = [];
  const reporter = new LiveReporter({
    clock,
    tty,
    snapshot: () => ({ ...begun, elapsedMs: clock.now() }),
    write: (text) => written.push(text),
  });
  return { clock, written, reporter };
}
