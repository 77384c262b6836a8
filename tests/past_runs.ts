import { sessionSample, turnSample } from "../src/metrics/sample_fixtures.ts";
import { normal, seeded } from "../src/random/random.ts";
import { summaryOf } from "../src/report/report_fixtures.ts";
import { RunFolder } from "../src/report/run_folder.ts";
import { endedReport, type RunEnd, type RunHead, runningReport } from "../src/report/run_json.ts";

/** A made-up run as `bench` would have left it. */
export interface PastRun {
  /** Runs begin one an hour, in this order. */
  readonly number: number;
  readonly addedMs?: number;
  readonly clients?: number;
  readonly cpus?: number;
  readonly v8Flags?: string;
  /** As runs of other versions have it. */
  readonly think?: unknown;
  readonly end?: Partial<Pick<RunEnd, "state" | "validity">>;
  /** It was killed before it could end. */
  readonly killed?: boolean;
}

/** Writes a run into `<root>/run-<number>`, and returns where. */
export function writeRun(root: string, run: PastRun): string {
  const { number, addedMs = 0, clients = 10, cpus = 2, v8Flags, think } = run;
  const startedAt = new Date(Date.UTC(2026, 0, 1, number)).toISOString();
  const head: RunHead = {
    runId: `run-${number}`,
    startedAt,
    config: { clients, seed: number, out: root, ...(think !== undefined && { think }) },
    environment: {
      ttfa: "0.1.0",
      deno: "2.9.6",
      os: "linux 6.1 x86_64",
      cpus,
      load: [0, 0, 0],
      ...(v8Flags !== undefined && { v8Flags }),
    },
  };
  const path = `${root}/run-${number}`;
  using folder = RunFolder.create(path, runningReport(head));
  const samples = samplesOf(number, addedMs);
  for (const turn of samples.turns) folder.appendTurn(turn);
  for (const session of samples.sessions) folder.appendSession(session);
  if (run.killed) return path;
  folder.finish(endedReport(head, {
    endedAt: startedAt,
    state: "complete",
    validity: { valid: true, reasons: [] },
    warnings: [],
    thresholds: [],
    summary: summaryOf(samples),
    ...run.end,
  }));
  return path;
}

function samplesOf(number: number, addedMs: number) {
  const random = seeded(number, "past run");
  const drift = Math.exp(0.003 * normal(random));
  const turns = Array.from({ length: 60 }, (_, i) =>
    turnSample({
      turn: i + 1,
      ttfaMs: 800 * drift * Math.exp(0.02 * normal(random)) + addedMs,
      rttMs: 40 * drift + random(),
    }));
  return { turns, sessions: [sessionSample()] };
}
