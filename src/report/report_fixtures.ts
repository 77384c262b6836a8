import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import { sessionSample, turnSample } from "../metrics/sample_fixtures.ts";
import { Summary } from "../metrics/summary.ts";
import { normal, seeded } from "../random/random.ts";
import { RunFolder } from "./run_folder.ts";
import {
  endedReport,
  type RunEnd,
  type RunHead,
  runningReport,
  type RunReport,
} from "./run_json.ts";

/** For tests: what clients brought home. */
export interface Samples {
  readonly turns: readonly TurnSample[];
  readonly sessions: readonly SessionSample[];
}

const HEAD: RunHead = {
  runId: "run-1",
  startedAt: "2026-01-02T03:04:05.678Z",
  config: {},
  environment: { ttfa: "0.1.0", deno: "2.9.6", os: "linux", cpus: 2, load: [0, 0, 0] },
};

/**
 * For tests: 30 turns each, seeded; the second region is near and loses two turns, the first is far and
 * was started cold.
 */
export function twoRegions(far = "us", near = "eu", thinkMs = 300): Samples {
  const regions = [{ region: far, delayMs: 80 }, { region: near, delayMs: 12 }];
  const all = regions.map(({ region, delayMs }, i) => oneRegion(region, delayMs, i === 1, thinkMs));
  return {
    turns: all.flatMap(({ turns }) => turns),
    sessions: all.flatMap(({ sessions }) => sessions),
  };
}

function oneRegion(region: string, delayMs: number, isNear: boolean, thinkMs: number): Samples {
  const random = seeded(7, isNear ? "eu" : "us");
  const turns = Array.from({ length: 30 }, (_, i) => {
    const endpointingMs = 500 + delayMs + 5 * random();
    const responseLatencyMs = thinkMs * Math.exp(0.24 * normal(random));
    const ttfaMs = endpointingMs + responseLatencyMs;
    const isLost = isNear && i % 15 === 14;
    return turnSample({
      tags: { ...turnSample().tags, region },
      startedAtMs: turnSample().startedAtMs + 1000 * i,
      outcome: isLost ? "timeout" : "ok",
      ttfaMs,
      ttfaAudibleMs: ttfaMs + 20,
      endpointingMs,
      responseLatencyMs,
      turnMs: ttfaMs + 900,
      rttMs: delayMs + random(),
      pacingMs: Float64Array.from({ length: 150 }, () => 0.5 * random()),
    });
  });
  const sessions = Array.from({ length: 10 }, () => {
    const sessionReadyMs = delayMs + 3 * random();
    const coldStart = isNear ? {} : { coldStartMs: 31 + random() };
    return sessionSample({
      tags: { ...turnSample().tags, region },
      sessionReadyMs,
      ...coldStart,
    });
  });
  return { turns, sessions };
}

/** For tests. */
export function summaryOf({ turns, sessions }: Samples): Summary {
  const summary = Summary.empty();
  for (const turn of turns) summary.addTurn(turn);
  for (const session of sessions) summary.addSession(session);
  return summary;
}

/** For tests: the report of a run that went well, unless `end` says otherwise. */
export function reportOf(summary: Summary, end: Partial<RunEnd> = {}): RunReport {
  return endedReport(HEAD, {
    endedAt: "2026-01-02T03:04:35.678Z",
    state: "complete",
    validity: { valid: true, reasons: [] },
    warnings: [],
    thresholds: [],
    summary,
    ...end,
  });
}

/** For tests: a run folder with these rows; it ends with `report`, or not at all. */
export async function withRunFolder(
  { turns, sessions }: Samples,
  report: RunReport | undefined,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "ttfa-report-" });
  try {
    const path = `${root}/run`;
    using folder = RunFolder.create(path, runningReport(HEAD));
    for (const turn of turns) folder.appendTurn(turn);
    for (const session of sessions) folder.appendSession(session);
    if (report) folder.finish(report);
    await use(path);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}
