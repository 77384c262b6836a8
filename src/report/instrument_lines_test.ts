import assert from "node:assert/strict";
import { turnSample } from "../metrics/sample_fixtures.ts";
import type { TurnSample } from "../metrics/sample.ts";
import { instrumentLines } from "./instrument_lines.ts";
import { reportOf, summaryOf } from "./report_fixtures.ts";

const reported = (turn: Partial<TurnSample> = {}) =>
  reportOf(summaryOf({ turns: [turnSample(turn)], sessions: [] }));
const instrument = { rtt: { p50Ms: 0.5, p99Ms: 2 }, ttfa: {} };

Deno.test("instrumentLines tells the error bars, and of TLS that they are without it", () => {
  const plain = "Instrument error in ms, of p50 and p99: ttfa not known; rtt ±0.50 and ±2.00";
  assert.deepEqual(instrumentLines({ ...reported(), instrument }), [plain]);
  const report = { ...reported(), instrument: { ...instrument, lacksTls: true as const } };
  const text = instrumentLines(report).join(" ").replace(/\s+/g, " ");
  assert.equal(text, `${plain}; calibrated without TLS, whose own work is not in it`);
});

Deno.test("instrumentLines has no bar of what was not measured, and says where there is none", () => {
  const { ttfaMs: _, ...silent } = turnSample();
  const report = reportOf(summaryOf({ turns: [silent], sessions: [] }));
  assert.deepEqual(instrumentLines({ ...report, instrument }), [
    "Instrument error in ms, of p50 and p99: rtt ±0.50 and ±2.00",
  ]);
  assert.deepEqual(instrumentLines(reportOf(summaryOf({ turns: [], sessions: [] }))), []);
  assert.deepEqual(instrumentLines({ ...reported(), config: { skipCalibration: true } }), [
    "Instrument error: not measured (--skip-calibration)",
  ]);
});
