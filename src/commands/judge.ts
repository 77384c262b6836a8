import type { Outcome } from "../client/record.ts";
import { type Counts, plusCounts, total } from "../metrics/counts.ts";
import type { HeldBack } from "../metrics/held_back.ts";
import type { Summary } from "../metrics/summary.ts";
import type { Verdict } from "../metrics/verdict.ts";
import { EXIT, type ExitCode } from "./exit_code.ts";
import type { FleetFindings } from "./fleet_findings.ts";

/** Beyond this share of lost or late turns the percentiles no longer speak for the plan. */
const TOLERATED_SHARE = 0.02;

/** A second of audio, 24 kHz of 16 bits in base64. */
const SECOND_BYTES = 64_000;

/** What was asked of a region. */
export interface RegionTask {
  readonly region: string;
  /** Missing where time ends the run, or the scenario is the user's own. */
  readonly turns?: number;
  /** A scenario of the user's may do without. */
  readonly mayHaveNoTurn?: boolean;
  readonly coldStarts: number;
}

export interface Ended {
  readonly summary: Summary;
  readonly tasks: readonly RegionTask[];
  /** The most clients there were in each region. */
  readonly clients: number;
  readonly lateLimitMs: number;
  readonly interrupted: boolean;
  /** Why the run was cut short, where it was and not by the person at the terminal. */
  readonly stopped?: string;
  /** Whether a threshold ended it, as it was to. */
  readonly aborted?: boolean;
  readonly thresholds: readonly Verdict[];
  /** What went wrong in the scenario, each with the number of sessions that it ended. */
  readonly scenarioErrors: ReadonlyMap<string, number>;
  /** Missing where the system does not tell. */
  readonly heldBack?: HeldBack;
  /** Of a fleet's agents; missing where this machine measured by itself. */
  readonly fleet?: FleetFindings;
  /** What else is to be told, of the targets' own words. */
  readonly remarks: readonly string[];
}

export interface Judgement {
  readonly valid: boolean;
  /** Why it is not valid, each with what to do. */
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
  readonly exitCode: ExitCode;
}

/** What a run that has ended is worth, and the exit code that says so. */
export function judge(ended: Ended): Judgement {
  const { interrupted, stopped, aborted = false, thresholds } = ended;
  const late = ended.fleet ? ended.fleet.reasons : lateness(ended);
  const nothing = interrupted || aborted ? [] : unmeasured(ended);
  const lost = interrupted || stopped || aborted ? [] : losses(ended);
  const reasons = [...(stopped ? [stopped] : []), ...late, ...nothing, ...lost];
  const failed = reasons.length === 0 && !aborted ? failures(ended.summary) : [];
  const warnings = [
    ...failed,
    ...drops(ended),
    ...scenarioErrors(ended),
    ...heldBack(ended),
    ...ended.fleet?.warnings ?? [],
    ...ended.remarks,
  ];
  return { valid: reasons.length === 0, reasons, warnings, exitCode: exitCode() };

  function exitCode(): ExitCode {
    if (interrupted) return EXIT.interrupted;
    if (stopped || late.length > 0) return EXIT.invalid;
    if (nothing.length > 0) return EXIT.unreachable;
    if (thresholds.some(({ passed }) => !passed)) return EXIT.failed;
    return lost.length > 0 ? EXIT.invalid : EXIT.passed;
  }
}

/** Whether this generator was late in more turns than a valid run may have. */
export function generatorWasLate(summary: Summary): boolean {
  return hasLateTurns(summary.turns());
}

/** The same of any turns. */
export function hasLateTurns(turns: Counts<Outcome>): boolean {
  return isOver(turns.late_generator ?? 0, total(turns));
}

function lateness({ summary, lateLimitMs }: Ended): string[] {
  if (!generatorWasLate(summary)) return [];
  const turns = summary.turns();
  const [late, attempts] = [turns.late_generator, total(turns)];
  return [
    `in ${late} of ${attempts} turns this generator was more than ${lateLimitMs} ms late: ` +
    "use fewer clients for each worker (more --workers, where there are cores for them), a less " +
    "busy machine, or several machines",
  ];
}

/** Whatever was asked for and gave not a single figure. */
function unmeasured({ summary, tasks }: Ended): string[] {
  return tasks.flatMap(({ region, turns, mayHaveNoTurn, coldStarts }) => {
    const counts = summary.turns(region);
    const sufficed = mayHaveNoTurn && total(counts) === 0 &&
      summary.metric("session_ready", region).count > 0;
    const noTurn = turns !== 0 && (counts.ok ?? 0) === 0 && !sufficed;
    const noColdStart = coldStarts > 0 && summary.metric("cold_start", region).count === 0;
    return [
      ...(noTurn ? [`nothing was measured in region '${region}': ${describe(counts)}`] : []),
      ...(noColdStart ? [`no cold start was measured in region '${region}'`] : []),
    ];
  });
}

function losses({ summary, tasks }: Ended): string[] {
  if (tasks.some(({ turns }) => turns === undefined)) return lostSessions(summary);
  const planned = tasks.reduce((sum, { turns = 0 }) => sum + turns, 0);
  const lost = planned - total(summary.turns());
  if (!isOver(lost, planned)) return [];
  return [
    `${lost} of ${planned} planned turns were never attempted because their sessions ended before: ` +
    "see sessions.csv",
  ];
}

/** Sessions that the target ended before their time, where nobody knows how many turns that cost. */
function lostSessions(summary: Summary): string[] {
  const all = summary.outcomes().filter(({ scenario }) => scenario !== "cold-start")
    .map(({ sessions }) => sessions).reduce(plusCounts, {});
  const { ok = 0, interrupted = 0 } = all;
  const lost = total(all) - ok - interrupted;
  if (!isOver(lost, total(all))) return [];
  return [
    `${lost} of ${total(all)} sessions never began or ended before their time: see sessions.csv`,
  ];
}

/** Load that was asked for and not made: never passed over in silence. */
function drops({ summary, clients }: Ended): string[] {
  return summary.outcomes().filter(({ dropped }) => dropped > 0).map((row) => {
    const taken = total(row.sessions);
    const arrivals = row.dropped + taken;
    // As many more clients as there were more arrivals than those that these could take.
    const needed = Math.ceil(clients * arrivals / Math.max(1, taken));
    return `${row.dropped} of ${arrivals} arrivals in region '${row.region}' found no free client ` +
      `and were dropped: raise --clients to about ${needed}, or lower the rate`;
  });
}

/** Once, and not for each client that met it. */
function scenarioErrors({ scenarioErrors }: Ended): string[] {
  return [...scenarioErrors].map(([error, sessions]) =>
    `the scenario failed in ${sessions} ${sessions === 1 ? "session" : "sessions"}: ${error}`
  );
}

function failures(summary: Summary): string[] {
  const turns = summary.turns();
  const attempts = total(turns);
  const failed = attempts - (turns.ok ?? 0) - meantToBeCut(summary);
  if (!isOver(failed, attempts)) return [];
  return [
    `${failed} of ${attempts} turns did not end well and are in no percentile; ` +
    "--threshold 'error_rate<0.01' makes that a failure",
  ];
}

/** Turns whose reply the scenario itself spoke into, with success. */
function meantToBeCut(summary: Summary): number {
  return summary.outcomes().filter(({ scenario }) => scenario === "barge-in")
    .reduce((sum, { turns }) => sum + (turns.interrupted ?? 0), 0);
}

/** What has left the clients in time and not arrived: the figures are right, and show the way there. */
function heldBack({ heldBack: held }: Ended): string[] {
  if (!held || (held.mostBytes < SECOND_BYTES && held.retransmitting === 0)) return [];
  const kib = Math.round(held.mostBytes / 1024);
  return [
    `this system held up to ${kib} KiB of one caller's audio back, and was sending some again ` +
    `${held.retransmitting} times in ${held.looks} looks: the target, or the way to it, takes ` +
    "audio more slowly than it is spoken",
  ];
}

function isOver(count: number, all: number): boolean {
  return count > TOLERATED_SHARE * all;
}

function describe(turns: Counts<Outcome>): string {
  const attempts = total(turns);
  if (attempts === 0) return "no turn was attempted";
  const counts = Object.entries(turns).map(([outcome, count]) => `${count} ${outcome}`).join(", ");
  return `of ${attempts} ${attempts === 1 ? "turn" : "turns"}, ${counts}`;
}
