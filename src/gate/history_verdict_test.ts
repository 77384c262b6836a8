import assert from "node:assert/strict";
import type { HistoryCell } from "./history_judgement.ts";
import type { HistorySeries } from "./history_series.ts";
import { gateVerdictOf } from "./history_verdict.ts";

const FIGURE = { value: 12, scaled: Math.log(12) };
const figures = (count: number) => Array.from({ length: count }, () => FIGURE);

/** Of 30 past runs so many have it. */
function series(metric: HistorySeries["metric"], told: number, isTold = true): HistorySeries {
  const past = [...figures(told), ...Array.from({ length: 30 - told }, () => undefined)];
  return {
    ...{ metric, region: "eu", unit: "ms", past, leastSd: 0 },
    ...(isTold && { own: FIGURE }),
  };
}

const none = { finding: "none" } as HistoryCell;
const verdictOn = (...all: HistorySeries[]) => {
  const { verdict, reasons } = gateVerdictOf(all, 30, (judged) => judged.map(() => none));
  return [verdict, ...reasons];
};

Deno.test("gateVerdictOf passes what is judged whole, and asks nothing of what is new or long gone", () => {
  assert.deepEqual(verdictOn(series("ttfa", 30)), ["passed"]);
  assert.deepEqual(verdictOn(series("ttfa", 30), series("relay_hop", 0)), ["passed"]);
  assert.deepEqual(verdictOn(series("ttfa", 30), series("relay_hop", 5, false)), ["passed"]);
});

Deno.test("gateVerdictOf does not pass a run that lacks a metric, or has one with too few past runs", () => {
  assert.deepEqual(verdictOn(series("ttfa", 30), series("relay_hop", 25, false)), [
    ...["inconclusive", "eu: past runs have relay_hop, and this one has not"],
  ]);
  assert.deepEqual(verdictOn(series("ttfa", 30), series("relay_hop", 19)), [
    ...["inconclusive", "eu: only 19 past runs have relay_hop: it is judged from 20 on"],
  ]);
});
