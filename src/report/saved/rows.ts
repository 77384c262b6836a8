import { type Outcome, OUTCOMES, type SessionOutcome } from "../../client/record.ts";
import { given } from "../../config/given.ts";
import type { SampleTags } from "../../metrics/sample.ts";
import type { Cells } from "./read_table.ts";
import type { SavedSession, SavedTurn } from "./saved_run.ts";

/** Without these a row of `turns.csv` says nothing; of the others a version may have more or fewer. */
export const TURN_COLUMNS = [
  ...["region", "session_id", "turn", "scenario", "started_at", "outcome", "ttfa_ms"],
];
/** The same of `sessions.csv`. */
export const SESSION_COLUMNS = ["region", "session_id", "started_at", "outcome"];

/** A row of `turns.csv`; `undefined` where it says neither when, nor how it ended. */
export function readTurn(cells: Cells): SavedTurn | undefined {
  const startedAtMs = Date.parse(cells.started_at!);
  const outcome = OUTCOMES.find((name) => name === cells.outcome);
  if (outcome === undefined || Number.isNaN(startedAtMs)) return undefined;
  return {
    ...{ tags: tags(cells), startedAtMs, outcome: outcome satisfies Outcome },
    turn: Number(cells.turn),
    scenario: cells.scenario!,
    fixture: cells.fixture ?? "",
    unsentBytes: number(cells.unsent_bytes) ?? 0,
    cold: cells.cold === "true",
    ...given("errorCode", cells.error_code || undefined),
    ...given("ttfaMs", number(cells.ttfa_ms)),
    ...given("ttfaAudibleMs", number(cells.ttfa_audible_ms)),
    ...given("endpointingMs", number(cells.endpointing_ms)),
    ...given("responseLatencyMs", number(cells.response_latency_ms)),
    ...given("turnMs", number(cells.turn_ms)),
    ...given("transcriptMs", number(cells.transcript_ms)),
    ...given("rttMs", number(cells.rtt_ms)),
    ...given("replyAudioMs", number(cells.reply_audio_ms)),
    ...given("underruns", number(cells.underruns)),
    ...given("underrunWorstMs", number(cells.underrun_worst_ms)),
    ...given("underrunTotalMs", number(cells.underrun_total_ms)),
    ...given("bargeInStopMs", number(cells.barge_in_stop_ms)),
    ...given("pacingP99Ms", number(cells.pacing_p99_ms)),
    ...given("pacingMaxMs", number(cells.pacing_max_ms)),
  };
}

/** A row of `sessions.csv`; `undefined` where it does not say when. */
export function readSession(cells: Cells): SavedSession | undefined {
  const startedAtMs = Date.parse(cells.started_at!);
  if (Number.isNaN(startedAtMs)) return undefined;
  return {
    ...{ tags: tags(cells), startedAtMs, outcome: cells.outcome as SessionOutcome },
    cold: cells.cold === "true",
    lateConnect: cells.late_connect === "true",
    turns: number(cells.turns) ?? 0,
    bytesSent: number(cells.bytes_sent) ?? 0,
    bytesReceived: number(cells.bytes_received) ?? 0,
    ...given("errorCode", cells.error_code || undefined),
    ...given("closeCode", number(cells.close_code)),
    ...given("dnsMs", number(cells.dns_ms)),
    ...given("tcpMs", number(cells.tcp_ms)),
    ...given("tlsMs", number(cells.tls_ms)),
    ...given("upgradeMs", number(cells.upgrade_ms)),
    ...given("sessionReadyMs", number(cells.session_ready_ms)),
    ...given("coldStartMs", number(cells.cold_start_ms)),
    ...given("startLateMs", number(cells.start_late_ms)),
    ...given("turnsMissed", number(cells.turns_missed)),
    ...given("bootId", cells.boot_id || undefined),
    ...given("bridgeRegion", cells.bridge_region || undefined),
  };
}

function tags(cells: Cells): SampleTags {
  return {
    runId: cells.run_id ?? "",
    region: cells.region!,
    agent: cells.agent ?? "local",
    sessionId: cells.session_id!,
  };
}

/** An empty cell was not measured. */
function number(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
