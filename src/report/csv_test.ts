import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";
import { Summary } from "../metrics/summary.ts";
import { sessionSample, turnSample } from "../metrics/sample_fixtures.ts";
import { type CsvFormat, SESSIONS_CSV, SUMMARY_CSV, TURNS_CSV } from "./csv.ts";

Deno.test("the columns of the three files are the contract's, in its order", () => {
  assert.equal(
    TURNS_CSV.header(),
    "run_id,region,agent,session_id,turn,scenario,fixture,started_at,outcome,error_code,ttfa_ms," +
      "ttfa_audible_ms,endpointing_ms,response_latency_ms,turn_ms,rtt_ms,reply_audio_ms,underruns," +
      "underrun_worst_ms,underrun_total_ms,barge_in_stop_ms,pacing_p99_ms,pacing_max_ms,cold," +
      "transcript_ms,unsent_bytes\n",
  );
  assert.equal(
    SESSIONS_CSV.header(),
    "run_id,region,agent,session_id,started_at,outcome,error_code,close_code,dns_ms,tcp_ms,tls_ms," +
      "upgrade_ms,session_ready_ms,cold_start_ms,cold,boot_id,bridge_region,turns,bytes_sent," +
      "bytes_received,start_late_ms,turns_missed,late_connect\n",
  );
  assert.equal(
    SUMMARY_CSV.header(),
    "run_id,region,scenario,metric,unit,count,excluded,min,mean,stdev,p50,p50_low,p50_high,p90,p95," +
      "p99,p99_low,p99_high,p999,max\n",
  );
});

Deno.test("a turn's row has 3 decimals, UTC time, empty cells and true or false", () => {
  const [row] = readBack(TURNS_CSV, [
    turnSample({ pacingMs: Float64Array.of(0.1 + 0.2, 4, 1e-9) }),
  ]);
  assert.deepEqual(row, {
    run_id: "run-1",
    region: "eu",
    agent: "local",
    session_id: "s-1",
    turn: "1",
    scenario: "conversation",
    fixture: "jfk.wav",
    started_at: "2026-01-02T03:04:05.678Z",
    outcome: "ok",
    error_code: "",
    ttfa_ms: "812.346",
    ttfa_audible_ms: "830.000",
    endpointing_ms: "502.100",
    response_latency_ms: "310.246",
    turn_ms: "2400.500",
    rtt_ms: "12.250",
    reply_audio_ms: "3200.000",
    underruns: "0",
    underrun_worst_ms: "0.000",
    underrun_total_ms: "0.000",
    barge_in_stop_ms: "",
    pacing_p99_ms: "4.000",
    pacing_max_ms: "4.000",
    cold: "false",
    transcript_ms: "",
    unsent_bytes: "0",
  });
});

Deno.test("a turn's pacing is the nearest rank over its frames, or empty without frames", () => {
  const hundreds = Float64Array.from({ length: 200 }, (_, i) => (200 - i) / 10);
  const [many, none] = readBack(TURNS_CSV, [
    turnSample({ pacingMs: hundreds }),
    turnSample({ pacingMs: new Float64Array(), cold: true }),
  ]);
  assert.deepEqual([many!.pacing_p99_ms, many!.pacing_max_ms], ["19.800", "20.000"]);
  assert.deepEqual([none!.pacing_p99_ms, none!.pacing_max_ms, none!.cold], ["", "", "true"]);
});

Deno.test("text that would break a line comes back as it was", () => {
  const errorCode = 'a "quoted", long\nsecond line';
  const fixture = "ü,.wav";
  const [row] = readBack(TURNS_CSV, [turnSample({ errorCode, fixture, outcome: "error" })]);
  assert.deepEqual([row!.error_code, row!.fixture, row!.outcome], [errorCode, fixture, "error"]);
});

Deno.test("a session's row keeps whole numbers whole and missing phases empty", () => {
  const [row] = readBack(SESSIONS_CSV, [
    sessionSample({ bootId: "b-7", cold: true, coldStartMs: 31 }),
  ]);
  assert.deepEqual([row!.close_code, row!.turns, row!.bytes_sent], ["1000", "3", "400000"]);
  assert.deepEqual([row!.dns_ms, row!.tcp_ms, row!.bridge_region], ["", "0.500", ""]);
  assert.deepEqual([row!.cold_start_ms, row!.cold, row!.boot_id], ["31.000", "true", "b-7"]);
  assert.equal(row!.started_at, "2026-01-02T03:04:05.100Z");
});

Deno.test("summary rows read back with their figures, unmeasured ones empty", () => {
  const summary = Summary.empty();
  for (const ttfaMs of [100, 200, 400]) summary.addTurn(turnSample({ ttfaMs }));
  const rows = readBack(SUMMARY_CSV, summary.rows().map((row) => ({ ...row, runId: "run-1" })));
  const row = rows.find((row) => row.metric === "ttfa")!;
  assert.deepEqual([row.run_id, row.region, row.unit, row.count], ["run-1", "eu", "ms", "3"]);
  assert.deepEqual([row.mean, row.stdev, row.p50], ["233.333", "152.753", "200.000"]);
  assert.deepEqual([row.p50_low, row.p99_high, row.max], ["", "", "400.000"]);
  const silent = rows.find((row) => row.metric === "barge_in_stop")!;
  assert.deepEqual([silent.count, silent.excluded, silent.min, silent.p999], ["0", "0", "", ""]);
});

/** By an independent reader that refuses lines of another length than the header. */
function readBack<T>(format: CsvFormat<T>, items: readonly T[]): Record<string, string>[] {
  const text = format.header() + items.map((item) => format.row(item)).join("");
  return parse(text, { columns: true, relax_column_count: false });
}
