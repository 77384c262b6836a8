import assert from "node:assert/strict";
import type { Distribution } from "./distribution.ts";
import { emptyCalibration, instrumentError } from "./error_bar.ts";
import { turnSample } from "./sample_fixtures.ts";
import { Summary } from "./summary.ts";

const LATE_LIMIT_MS = 20;

function fill(distribution: Distribution, values: readonly number[]): void {
  for (const value of values) distribution.record(value);
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

function calibrated() {
  const calibration = emptyCalibration();
  fill(calibration.rtt, upTo(100));
  fill(calibration.pacing, [...Array(99).fill(1), 4]);
  return calibration;
}

function run(pacingMs: readonly number[]): Summary {
  const summary = Summary.empty();
  summary.addTurn(turnSample({ pacingMs: Float64Array.from(pacingMs) }));
  return summary;
}

Deno.test("the bar of p50 is the upper bound of the errors' p90, that of p99 their largest", () => {
  const { rtt, ttfa } = instrumentError(calibrated(), run([1, 1, 1]), LATE_LIMIT_MS);
  assert.deepEqual(rtt, { p50Ms: calibrated().rtt.interval(90).high, p99Ms: 100 });
  assert.ok(rtt.p50Ms! > 90);
  // Nothing was compared: not known, which is not zero.
  assert.deepEqual(ttfa, {});
});

Deno.test("a run that sends later than its calibration did has wider bars, up to the late limit", () => {
  const quiet = instrumentError(calibrated(), run([1]), LATE_LIMIT_MS).rtt;
  const busy = instrumentError(calibrated(), run([3, 3, 9]), LATE_LIMIT_MS).rtt;
  assert.equal(busy.p50Ms! - quiet.p50Ms!, 9 - 1);
  assert.equal(busy.p99Ms! - quiet.p99Ms!, 9 - 4);
  const stalled = instrumentError(calibrated(), run([3, 3, 500]), LATE_LIMIT_MS).rtt;
  assert.equal(stalled.p99Ms! - quiet.p99Ms!, LATE_LIMIT_MS - 4);
});

Deno.test("few errors have no upper bound but their largest", () => {
  const calibration = emptyCalibration();
  fill(calibration.ttfa, [1, 2, 3]);
  const { ttfa } = instrumentError(calibration, run([]), LATE_LIMIT_MS);
  assert.deepEqual(ttfa, { p50Ms: 3, p99Ms: 3 });
});

Deno.test("the bar of p99 is never below that of p50", () => {
  const calibration = calibrated();
  fill(calibration.ttfa, [5, 5]);
  // Most frames are later than in the calibration, and none is later than its latest.
  const { ttfa } = instrumentError(calibration, run([4, 4, 4]), LATE_LIMIT_MS);
  assert.deepEqual(ttfa, { p50Ms: 8, p99Ms: 8 });
});
