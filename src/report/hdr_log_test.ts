import { HistogramLogReader } from "hdr-histogram-js";
import assert from "node:assert/strict";
import { turnSample } from "../metrics/sample_fixtures.ts";
import { Summary } from "../metrics/summary.ts";
import { RAW_LIMIT } from "../metrics/values.ts";
import { renderHdrLog } from "./hdr_log.ts";
import { reportOf, summaryOf, twoRegions } from "./report_fixtures.ts";

/** By the library's own reader. */
function readBack(log: string) {
  const reader = new HistogramLogReader(log);
  const found = new Map<string, { count: number; p50: number; max: number }>();
  for (let next = reader.nextIntervalHistogram(); next; next = reader.nextIntervalHistogram()) {
    assert.ok("totalCount" in next);
    const { totalCount: count, maxValue: max } = next;
    found.set(next.tag, { count, p50: next.getValueAtPercentile(50), max });
  }
  return found;
}

Deno.test("renderHdrLog is read back by the standard reader, to three digits", () => {
  const summary = summaryOf(twoRegions("far, away"));
  const found = readBack(renderHdrLog(reportOf(summary)));
  const rows = summary.rows().filter(({ count }) => count > 0);
  assert.equal(found.size, rows.length);
  for (const { region, scenario, metric, count, p50, max } of rows) {
    const read = found.get(`${region.replace(", ", "_")}.${scenario}.${metric}`)!;
    assert.equal(read.count, count);
    assert.ok(Math.abs(read.p50 / 1000 - p50!) <= p50! / 1000 + 0.001, metric);
    assert.ok(Math.abs(read.max / 1000 - max!) <= max! / 1000 + 0.001, metric);
  }
});

Deno.test("renderHdrLog takes what is a histogram already", () => {
  const summary = Summary.empty();
  summary.addTurn(turnSample({ pacingMs: new Float64Array(RAW_LIMIT + 1).fill(2) }));
  const pacing = readBack(renderHdrLog(reportOf(summary))).get("eu.conversation.pacing")!;
  assert.equal(pacing.count, RAW_LIMIT + 1);
  assert.ok(Math.abs(pacing.p50 - 2000) <= 2);
});
