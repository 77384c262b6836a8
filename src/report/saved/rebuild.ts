import { Summary } from "../../metrics/summary.ts";
import { plural } from "../number.ts";
import { endedReport, type RunReport } from "../run_json.ts";
import type { SavedRun, SavedSession } from "./saved_run.ts";

const NO_FRAMES = new Float64Array();

/**
 * The report of a run that never ended, from the rows that it had written. The thresholds are not
 * judged: half a run neither passes nor fails. What no table holds (`bridge_rtt`, `relay_hop`, the
 * lateness of single frames, dropped arrivals) is missing, and so said.
 */
export function rebuild({ report, turns, sessions }: SavedRun): RunReport {
  const summary = Summary.empty();
  for (const turn of turns) summary.addTurn({ ...turn, pacingMs: NO_FRAMES });
  const scenarios = new Map(turns.map(({ tags, scenario }) => [tags.sessionId, scenario]));
  const { scenario: usual = "conversation" } = report.config as { scenario?: string };
  for (const session of sessions) {
    const { sessionId } = session.tags;
    const scenario = isColdStart(session) ? "cold-start" : scenarios.get(sessionId) ?? usual;
    summary.addSession({ ...session, scenario });
  }
  const { runId, startedAt, config, environment } = report;
  const ended = endedReport({ runId, startedAt, config, environment }, {
    endedAt: "",
    state: "interrupted",
    validity: { valid: false, reasons: [notEnded(turns.length)] },
    warnings: [
      "bridge_rtt, relay_hop, the lateness of single frames, dropped arrivals and sessions that were " +
      "still open are in no table: a run that did not end has none of them",
    ],
    thresholds: [],
    summary,
  });
  const { endedAt: _, ...running } = ended;
  return { ...running, state: "running" };
}

function notEnded(turns: number): string {
  return "partial: the run has not ended; it is still going on, or it was killed. " +
    `What it had written stands here: ${plural(turns, "turn")}`;
}

/** `sessions.csv` has no scenario, but the ids of cold starts say so. */
function isColdStart({ tags: { region, sessionId } }: SavedSession): boolean {
  return sessionId.startsWith(`${region}-cold-`) || sessionId === `${region}-first`;
}
