import assert from "node:assert/strict";
import { seeded } from "../random/random.ts";
import { syntheticHistory, syntheticRun } from "./history_fixtures.ts";
import { type HistoryCell, type JudgedSeries, judgeHistory } from "./history_judgement.ts";
import { seriesOf } from "./history_series.ts";
import { DEFAULT_RULES } from "./rules.ts";

const USUAL = { turns: 100 };
const judged = (count: number, own = {}, seed = 1) =>
  judgeHistory(
    syntheticHistory(count, USUAL, { ...USUAL, ...own }, seeded(seed, "history")),
    DEFAULT_RULES,
  );
const byMetric = (cells: readonly HistoryCell[], metric: string) =>
  cells.find((cell) => cell.metric === metric)!;

Deno.test("a run like the others passes, within what was to be expected", () => {
  const cells = judged(24);
  assert.deepEqual(cells.map(({ metric }) => metric), ["ttfa", "ttfa_tail", "slow_turns", "rtt"]);
  const { expected, candidate, low, high, visible, size, runs, finding } = byMetric(cells, "ttfa");
  assert.ok(expected!.low < candidate && candidate < expected!.high && low! < 0 && high! > 0);
  assert.ok(visible! < size && Math.abs(size - 40) < 2);
  assert.deepEqual([runs, finding], [24, "none"]);
});

Deno.test("a slower run fails where it is slower, by what it is slower", () => {
  const cells = judged(24, { addedMs: 40 });
  const { finding, effect, low, high, adjustedP } = byMetric(cells, "ttfa");
  assert.equal(finding, "slower");
  assert.ok(Math.abs(effect - 40) < 12 && low! < 40 && 40 < high! && adjustedP <= 0.01);
  assert.notEqual(byMetric(cells, "rtt").finding, "slower");
});

Deno.test("many more slow turns fail, and an effect within the floor does not, however sure", () => {
  assert.equal(byMetric(judged(40, { slowShare: 0.2 }), "slow_turns").finding, "slower");
  const series = syntheticHistory(24, USUAL, { ...USUAL, addedMs: 40 }, seeded(1, "history"));
  const [ttfa] = judgeHistory(series, { ...DEFAULT_RULES, floorMs: 60 });
  assert.ok(ttfa!.adjustedP <= 0.01);
  assert.notEqual(ttfa!.finding, "slower");
});

Deno.test("runs that scatter more than what matters are blind, and say whether more would do", () => {
  const random = seeded(2, "scatter");
  const series = syntheticHistory(20, USUAL, USUAL, random);
  const visible = judgeHistory(series, DEFAULT_RULES)[0]!.visible!;
  const mattering = (ms: number) => judgeHistory(series, { ...DEFAULT_RULES, size: { ms } })[0]!;
  const nearly = mattering(0.95 * visible);
  assert.deepEqual([nearly.finding, nearly.moreRuns! > 0], ["blind", true]);
  const hopeless = mattering(0.3 * visible);
  assert.deepEqual([hopeless.finding, hopeless.moreRuns], ["blind", undefined]);
});

Deno.test("a round trip that jitters by less than matters of the wait does not hold the gate up", () => {
  const random = seeded(3, "jitter");
  const jittery = () => {
    const run = syntheticRun(USUAL, random).get("eu")!;
    return new Map([["eu", { ...run, mediansMs: { rtt: 2 + 4 * random() } }]]);
  };
  const past = Array.from({ length: 24 }, jittery);
  const cells = judgeHistory(seriesOf("eu", past, jittery()) as JudgedSeries[], DEFAULT_RULES);
  const { visible, size, base, finding } = byMetric(cells, "rtt");
  assert.ok(visible! > 2 && visible! < size && size > 5 * base, `${visible} of ${size}`);
  assert.equal(finding, "none");
});

/** `before` runs at one level, `after` at one that is 80 ms higher. */
function changed(before: number, after: number, own = 80): HistoryCell {
  const random = seeded(9, "changed");
  const past = Array.from(
    { length: before + after },
    (_, i) => syntheticRun({ ...USUAL, addedMs: i < before ? 0 : 80 }, random),
  );
  const series = seriesOf("eu", past, syntheticRun({ ...USUAL, addedMs: own }, random));
  return judgeHistory(series as JudgedSeries[], DEFAULT_RULES)[0]!;
}

Deno.test("only the runs since the last change count", () => {
  const { changes, runs, base, finding, values } = changed(25, 22);
  assert.deepEqual([changes, runs, finding, values.length], [[25], 22, "none", 47]);
  assert.ok(Math.abs(base - 880) < 5);
  assert.equal(changed(25, 22, 130).finding, "slower");
});

Deno.test("too few runs since the last change are not judged, and say how many more it takes", () => {
  const { changes, runs, finding, moreRuns, p, expected } = changed(30, 8, 300);
  assert.deepEqual([changes, runs, finding, moreRuns, p, expected], [
    ...[[30], 8, "unsettled", 12, 1, undefined],
  ]);
});

Deno.test("unchanged builds fail in at most one gate of a hundred, over all metrics", () => {
  const rounds = 400;
  let failed = 0;
  for (let round = 0; round < rounds; round++) {
    const cells = judged(22, {}, 1000 + round);
    if (cells.some(({ finding }) => finding === "slower")) failed++;
  }
  // 4 expected at most, with a standard deviation of 2.
  assert.ok(failed <= 10, `${failed} of ${rounds}`);
});
