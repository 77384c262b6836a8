import assert from "node:assert/strict";
import { instrumentLines } from "./instrument_lines.ts";

Deno.test("instrumentLines tells the error bars, and of TLS that they are without it", () => {
  const instrument = { rtt: { p50Ms: 0.5, p99Ms: 2 }, ttfa: {} };
  const plain = "Instrument error in ms, of p50 and p99: ttfa not known; rtt ±0.50 and ±2.00";
  assert.deepEqual(instrumentLines(instrument), [plain]);
  const text = instrumentLines({ ...instrument, lacksTls: true }).join(" ").replace(/\s+/g, " ");
  assert.equal(text, `${plain}; calibrated without TLS, whose own work is not in it`);
  assert.deepEqual(instrumentLines(undefined), []);
});
