import assert from "node:assert/strict";
import { sessionSample, turnSample } from "../metrics/sample_fixtures.ts";
import { Summary } from "../metrics/summary.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import type { RowsRecord, WindowRecord } from "./records.ts";
import { WindowMaker } from "./window_maker.ts";

function setup() {
  const clock = new VirtualClock();
  const windows: WindowRecord[] = [];
  const rows: RowsRecord[] = [];
  const maker = new WindowMaker(clock, {
    window: (record) => windows.push(JSON.parse(JSON.stringify(record))),
    rows: (record) => rows.push(record),
  });
  return { clock, windows, rows, maker };
}

Deno.test("WindowMaker: a window each second, also where nothing happened", async () => {
  const { clock, windows, maker } = setup();
  maker.start(clock.now());
  await clock.advance(1500);
  maker.turn(turnSample());
  await clock.advance(1000);
  maker.finish();
  assert.deepEqual(windows.map(({ number }) => number), [0, 1, 2]);
  const turns = windows.map(({ summary }) => Summary.decode(summary).turns());
  assert.deepEqual(turns, [{}, { ok: 1 }, {}]);
});

Deno.test("WindowMaker: the windows together are the run, to the microsecond", async () => {
  const { clock, windows, maker } = setup();
  const whole = Summary.empty();
  maker.start(clock.now());
  for (let i = 0; i < 400; i++) {
    const pacingMs = Float64Array.from({ length: 50 }, (_, k) => (i * k) % 97 / 10);
    const turn = turnSample({ ttfaMs: 700 + (i * 37) % 400, pacingMs });
    const session = sessionSample({ tags: { ...turn.tags, sessionId: `s-${i}` } });
    maker.turn(turn);
    maker.session(session);
    whole.addTurn(turn);
    whole.addSession(session);
    await clock.advance(40);
  }
  maker.dropped({ region: "eu", scenario: "conversation" });
  whole.addDropped("eu", "conversation");
  maker.finish();
  const sum = Summary.empty();
  for (const { summary } of windows) sum.add(Summary.decode(summary));
  assert.deepEqual(sum.outcomes(), whole.outcomes());
  const [ttfa, truth] = [sum, whole].map((summary) => summary.metric("ttfa"));
  for (const p of [50, 90, 99]) assert.equal(ttfa!.percentile(p), truth!.percentile(p));
  assert.equal(ttfa!.mean, truth!.mean);
  // More values than a window keeps as they are: in buckets of a thousandth.
  const [pacing, truePacing] = [sum, whole].map((summary) => summary.metric("pacing"));
  assert.equal(pacing!.count, 20_000);
  assert.equal(pacing!.mean, truePacing!.mean);
  for (const p of [50, 90, 99]) {
    const [found, expected] = [pacing!.percentile(p)!, truePacing!.percentile(p)!];
    assert.ok(Math.abs(found - expected) <= expected / 1000, `p${p}: ${found}, not ${expected}`);
  }
});

Deno.test("WindowMaker: rows go before the window that counts them, in chunks", async () => {
  const { clock, rows, windows, maker } = setup();
  maker.start(clock.now());
  for (let i = 0; i < 2000; i++) maker.turn(turnSample({ turn: i }));
  assert.ok(rows.length > 0 && windows.length === 0);
  await clock.advance(1000);
  maker.finish();
  assert.deepEqual(rows.map(({ number }) => number), rows.map((_, i) => i));
  const lines = rows.map(({ turns }) => turns).join("").trim().split("\n");
  assert.deepEqual(lines.map((line) => Number(line.split(",")[4])), lines.map((_, i) => i));
  assert.equal(lines.length, 2000);
  for (const { turns } of rows) assert.ok(turns.length < 200_000);
});

Deno.test("WindowMaker: open time is counted once, over all windows", async () => {
  const { clock, windows, maker } = setup();
  maker.start(clock.now());
  maker.begun("s-1");
  await clock.advance(2500);
  maker.session(sessionSample());
  await clock.advance(1000);
  maker.finish();
  assert.deepEqual(windows.map(({ openClients }) => openClients), [1, 1, 0, 0]);
  assert.equal(windows.reduce((sum, { openMs }) => sum + openMs, 0), 2500);
});

Deno.test("WindowMaker: without a start there is no window", () => {
  const { windows, maker } = setup();
  maker.finish();
  assert.deepEqual(windows, []);
});
