import assert from "node:assert/strict";
import { turnSample } from "../metrics/sample_fixtures.ts";
import { Summary } from "../metrics/summary.ts";
import { parseThreshold } from "../metrics/threshold.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import { type Abort, ThresholdWatch } from "./threshold_watch.ts";

function watched(graceMs: number, ...expressions: string[]) {
  const clock = new VirtualClock();
  const summary = Summary.empty();
  const aborts: Abort[] = [];
  const watch = new ThresholdWatch({
    ...{ clock, summary, graceMs },
    thresholds: expressions.map(parseThreshold),
    abort: (abort) => void aborts.push(abort),
  });
  const answer = (ttfaMs: number) => summary.addTurn(turnSample({ ttfaMs }));
  return { clock, watch, aborts, answer };
}

Deno.test("ThresholdWatch ends a run at the end of the grace, once, and says by which threshold", async () => {
  const { clock, aborts, answer } = watched(10_000, "error_rate<0.5", "ttfa: max<700");
  answer(900);
  await clock.advance(9999);
  assert.equal(aborts.length, 0);
  await clock.advance(60_000);
  const [abort, ...others] = aborts;
  assert.deepEqual([abort!.by, abort!.afterMs, others.length], ["ttfa: max<700", 10_000, 0]);
  assert.deepEqual(abort!.verdicts.map(({ passed, note }) => [passed, note]), [
    [true, "as of the abort"],
    [false, "as of the abort"],
  ]);
});

Deno.test("ThresholdWatch looks each second after the grace", async () => {
  const { clock, aborts, answer } = watched(0, "ttfa: max<700");
  answer(600);
  await clock.advance(4500);
  answer(900);
  await clock.advance(400);
  assert.equal(aborts.length, 0);
  await clock.advance(100);
  assert.equal(aborts[0]!.afterMs, 5000);
});

Deno.test("ThresholdWatch waits for what may still come right, and stops when it is disposed of", async () => {
  const { clock, aborts, answer, watch } = watched(0, "ttfa: p(50)<700");
  answer(900);
  await clock.advance(5000);
  watch[Symbol.dispose]();
  for (let i = 0; i < 20; i++) answer(900);
  await clock.advance(5000);
  assert.equal(aborts.length, 0);
});
