import { stringify } from "csv-stringify/sync";
import { Distribution } from "../metrics/distribution.ts";
import type { SampleTags, SessionSample, TurnSample } from "../metrics/sample.ts";
import type { SummaryRow } from "../metrics/summary.ts";

/** One kind of CSV file: a header, then a line per item, each with its line break (`\n`). */
export interface CsvFormat<T> {
  header(): string;
  row(item: T): string;
}

type Column<T> = readonly [name: string, cell: (item: T) => string | number | boolean | undefined];

const TAGS: readonly Column<{ readonly tags: SampleTags }>[] = [
  ["run_id", ({ tags }) => tags.runId],
  ["region", ({ tags }) => tags.region],
  ["agent", ({ tags }) => tags.agent],
  ["session_id", ({ tags }) => tags.sessionId],
];

/** `turns.csv`: one line per attempted turn. */
export const TURNS_CSV: CsvFormat<TurnSample> = format<TurnSample>([
  ...TAGS,
  ["turn", (turn) => turn.turn],
  ["scenario", (turn) => turn.scenario],
  ["fixture", (turn) => turn.fixture],
  ["started_at", (turn) => timestamp(turn.startedAtMs)],
  ["outcome", (turn) => turn.outcome],
  ["error_code", (turn) => turn.errorCode],
  ["ttfa_ms", (turn) => ms(turn.ttfaMs)],
  ["ttfa_audible_ms", (turn) => ms(turn.ttfaAudibleMs)],
  ["endpointing_ms", (turn) => ms(turn.endpointingMs)],
  ["response_latency_ms", (turn) => ms(turn.responseLatencyMs)],
  ["turn_ms", (turn) => ms(turn.turnMs)],
  ["rtt_ms", (turn) => ms(turn.rttMs)],
  ["reply_audio_ms", (turn) => ms(turn.replyAudioMs)],
  ["underruns", (turn) => turn.underruns],
  ["underrun_worst_ms", (turn) => ms(turn.underrunWorstMs)],
  ["underrun_total_ms", (turn) => ms(turn.underrunTotalMs)],
  ["barge_in_stop_ms", (turn) => ms(turn.bargeInStopMs)],
  ["pacing_p99_ms", (turn) => ms(distribution(turn.pacingMs).percentile(99))],
  ["pacing_max_ms", (turn) => ms(distribution(turn.pacingMs).max)],
  ["cold", (turn) => turn.cold],
  ["transcript_ms", (turn) => ms(turn.transcriptMs)],
  ["unsent_bytes", (turn) => turn.unsentBytes],
]);

/** `sessions.csv`: one line per session. */
export const SESSIONS_CSV: CsvFormat<SessionSample> = format<SessionSample>([
  ...TAGS,
  ["started_at", (session) => timestamp(session.startedAtMs)],
  ["outcome", (session) => session.outcome],
  ["error_code", (session) => session.errorCode],
  ["close_code", (session) => session.closeCode],
  ["dns_ms", (session) => ms(session.dnsMs)],
  ["tcp_ms", (session) => ms(session.tcpMs)],
  ["tls_ms", (session) => ms(session.tlsMs)],
  ["upgrade_ms", (session) => ms(session.upgradeMs)],
  ["session_ready_ms", (session) => ms(session.sessionReadyMs)],
  ["cold_start_ms", (session) => ms(session.coldStartMs)],
  ["cold", (session) => session.cold],
  ["boot_id", (session) => session.bootId],
  ["bridge_region", (session) => session.bridgeRegion],
  ["turns", (session) => session.turns],
  ["bytes_sent", (session) => session.bytesSent],
  ["bytes_received", (session) => session.bytesReceived],
  ["start_late_ms", (session) => ms(session.startLateMs)],
  ["turns_missed", (session) => session.turnsMissed],
  ["late_connect", (session) => session.lateConnect],
]);

/** `summary.csv`: one line per region, scenario and metric. */
export const SUMMARY_CSV: CsvFormat<SummaryRow & { readonly runId: string }> = format([
  ["run_id", (row) => row.runId],
  ["region", (row) => row.region],
  ["scenario", (row) => row.scenario],
  ["metric", (row) => row.metric],
  ["unit", (row) => row.unit],
  ["count", (row) => row.count],
  ["excluded", (row) => row.excluded],
  ["min", (row) => ms(row.min)],
  ["mean", (row) => ms(row.mean)],
  ["stdev", (row) => ms(row.stdev)],
  ["p50", (row) => ms(row.p50)],
  ["p50_low", (row) => ms(row.p50_low)],
  ["p50_high", (row) => ms(row.p50_high)],
  ["p90", (row) => ms(row.p90)],
  ["p95", (row) => ms(row.p95)],
  ["p99", (row) => ms(row.p99)],
  ["p99_low", (row) => ms(row.p99_low)],
  ["p99_high", (row) => ms(row.p99_high)],
  ["p999", (row) => ms(row.p999)],
  ["max", (row) => ms(row.max)],
]);

function format<T>(columns: readonly Column<T>[]): CsvFormat<T> {
  return {
    header: () => stringify([columns.map(([name]) => name)]),
    row: (item) =>
      stringify([columns.map(([, cell]) => cell(item))], { cast: { boolean: String } }),
  };
}

function distribution(valuesMs: Iterable<number>): Distribution {
  const distribution = Distribution.empty();
  for (const valueMs of valuesMs) distribution.record(valueMs);
  return distribution;
}

/** Milliseconds with 3 decimals; what is not a number was not measured. */
function ms(value: number | undefined): string | undefined {
  return Number.isFinite(value) ? value!.toFixed(3) : undefined;
}

/** ISO 8601 in UTC with milliseconds. */
function timestamp(wallMs: number): string {
  return new Date(wallMs).toISOString();
}
