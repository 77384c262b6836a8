import { type Outcome, REPLY_NOT_HEARD } from "../client/record.ts";
import { type Counts, plusCounts, total } from "../metrics/counts.ts";
import type { HeldBack } from "../metrics/held_back.ts";
import { shareOf } from "../metrics/share.ts";
import type { OutcomeRow, Summary } from "../metrics/summary.ts";
import { isTooMany } from "../metrics/tolerated.ts";
import type { Verdict } from "../metrics/verdict.ts";
import { formatMs, plural } from "../report/number.ts";
import { droppedArrivals } from "./dropped_arrivals.ts";
import { EXIT, type ExitCode } from "./exit_code.ts";
import { failedTurns } from "./failed_turns.ts";
import type { FleetFindings } from "./fleet_findings.ts";
import { heldBackWarning } from "./held_back_warning.ts";
import { okTurnErrors } from "./ok_turn_errors.ts";
import { lostTurns, turnsWith } from "./turns_with.ts";

/** More kinds of error than this in a scenario are of one kind, in other words each time. */
const MOST_ERRORS = 5;

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
  /** Threads that share them. */
  readonly workers: number;
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
  /** What targets did to sessions, in their own words. */
  readonly complaints: readonly string[];
  /** What else is to be told. */
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
  const { summary, interrupted, stopped, aborted = false, thresholds, fleet } = ended;
  // Of a fleet each agent was judged by its own turns, and is named.
  const late = fleet && fleet.reasons.length > 0 ? fleet.reasons : lateness(ended);
  const nothing = aborted ? [] : unmeasured(ended);
  const judged = thresholds.map(({ threshold }) => threshold);
  const drops = droppedArrivals(ended, judged);
  const failed = nothing.length > 0 ? [] : failedTurns(summary, judged);
  // What was cut short was cut short: that is said of it, and what it shows is a warning.
  const isWhole = !interrupted && !stopped && !aborted;
  const lost = isWhole ? [...losses(ended), ...failed, ...drops.untolerated] : [];
  const broken = scenarioErrors(ended);
  const isBroken = isSpoilt(ended) && nothing.length + lost.length > 0;
  const reasons = [
    ...(isBroken ? broken : []),
    ...(stopped ? [stopped] : []),
    ...late,
    ...nothing,
    ...lost,
  ];
  const warnings = [
    ...(isWhole ? [] : [...failed, ...drops.untolerated]),
    ...drops.tolerated,
    // Where less than all of a fleet is accepted, agents that failed have halted what they had open.
    ...(isWhole && !fleet?.missedTurns.size ? cutOff(summary) : []),
    ...okTurnErrors(summary),
    ...(isBroken ? [] : broken),
    ...(isWhole ? turnless(ended) : []),
    // Of a generator that was late nobody knows what a busy machine alone held back.
    ...(late.length > 0 ? [] : heldBackWarning(ended.heldBack)),
    ...ended.complaints,
    ...fleet?.warnings ?? [],
    ...ended.remarks,
  ];
  return { valid: reasons.length === 0, reasons, warnings, exitCode: exitCode() };

  function exitCode(): ExitCode {
    if (interrupted) return EXIT.interrupted;
    if (stopped || late.length > 0) return EXIT.invalid;
    if (nothing.length > 0 && !isBroken) return EXIT.unreachable;
    if (isBroken || lost.length > 0) return EXIT.invalid;
    return thresholds.some(({ passed }) => !passed) ? EXIT.failed : EXIT.passed;
  }
}

/** Whether this generator was late in more turns or sessions than a valid run may have. */
export function generatorWasLate(summary: Summary): boolean {
  return lateParts(summary).length > 0;
}

/** Of turns and of sessions, where there were too many: how many were late. */
function lateParts(summary: Summary): string[] {
  const late = shareOf("late_generator", summary);
  const rows = ofLoad(summary);
  // What a worker took down with it is told for itself.
  const lateTurns = late.count - lostTurns(rows);
  const lateSessions = rows.reduce((sum, row) => sum + (summary.marks(row).lateSessions ?? 0), 0);
  const sessions = rows.reduce((sum, row) => sum + total(row.sessions), 0);
  return [
    ...(isTooMany(lateTurns, late.of) ? [`${lateTurns} of ${late.of} turns`] : []),
    ...(isTooMany(lateSessions, sessions) ? [`${lateSessions} of ${sessions} sessions`] : []),
  ];
}

/** Cold starts are few, and taken one by one: each that was held up is left out for itself. */
function ofLoad(summary: Summary): OutcomeRow[] {
  return summary.outcomes().filter(({ scenario }) => scenario !== "cold-start");
}

function lateness({ summary, lateLimitMs }: Ended): string[] {
  const parts = lateParts(summary);
  if (parts.length === 0) return [];
  const { max: worstMs = 0 } = summary.metric("pacing");
  const frames = worstMs > lateLimitMs
    ? `frames left up to ${formatMs(worstMs)} ms after they were due`
    : "frames were written in time: its thread was held up or heard late, or speech did not leave";
  return [
    `in ${parts.join(" and ")} this generator was more than ${lateLimitMs} ms late ` +
    `(${frames}): use fewer clients for each worker (more --workers, where there are cores for ` +
    "them), a less busy machine, or several machines",
  ];
}

/** What did not end by itself, though the run did: a scenario that waits for what never comes, say. */
function cutOff(summary: Summary): string[] {
  const cut = ofLoad(summary).reduce((sum, { sessions }) => sum + (sessions.interrupted ?? 0), 0);
  if (cut === 0) return [];
  return [
    `${
      plural(cut, "session")
    } went on until the time was up and --graceful-stop with it, and had ` +
    "to be cut off amid a turn or a wait",
  ];
}

/** Whatever was asked for and gave not a single figure. */
function unmeasured({ summary, tasks }: Ended): string[] {
  return tasks.flatMap((task) => {
    const { region, turns, coldStarts } = task;
    const counts = summary.turns(region);
    const noTurn = turns !== 0 && !counts.ok && !isTurnless(task, summary);
    const noColdStart = coldStarts > 0 && summary.metric("cold_start", region).count === 0;
    return [
      ...(noTurn ? [`nothing was measured in region '${region}': ${describe(counts)}`] : []),
      ...(noColdStart ? [`no cold start was measured in region '${region}'`] : []),
    ];
  });
}

/** That is no mistake of a scenario, and may be one of its author. */
function turnless({ summary, tasks }: Ended): string[] {
  return tasks.filter((task) => isTurnless(task, summary)).map(({ region }) =>
    `in region '${region}' the scenario began no turn, by say() or keepQuiet(): only its connects ` +
    "were measured"
  );
}

/** Whether a scenario that may do without turns had none, and connected all the same. */
function isTurnless({ region, mayHaveNoTurn = false }: RegionTask, summary: Summary): boolean {
  return mayHaveNoTurn && total(summary.turns(region)) === 0 &&
    summary.metric("session_ready", region).count > 0;
}

function losses({ summary, tasks }: Ended): string[] {
  const attempts = total(summary.turns());
  if (tasks.every(({ turns }) => turns !== undefined)) {
    return missedTurns(attempts, tasks.reduce((sum, { turns = 0 }) => sum + turns, 0));
  }
  // Of an arrival it is known what it was to do, though not how many there would be.
  const missed = missedTurns(attempts, attempts + (summary.marks().missedTurns ?? 0));
  return missed.length > 0 ? missed : lostSessions(summary);
}

function missedTurns(attempts: number, planned: number): string[] {
  const missed = planned - attempts;
  if (!isTooMany(missed, planned)) return [];
  return [
    `${missed} of ${planned} planned turns were never attempted because their sessions ended before: ` +
    "see sessions.csv",
  ];
}

/** Sessions that the target ended before their time, where nobody knows how many turns that cost. */
function lostSessions(summary: Summary): string[] {
  const all = ofLoad(summary).map(({ sessions }) => sessions).reduce(plusCounts, {});
  const { ok = 0, interrupted = 0, late_generator: late = 0 } = all;
  const lost = total(all) - ok - interrupted - late;
  if (!isTooMany(lost, total(all))) return [];
  return [
    `${lost} of ${total(all)} sessions never began or ended before their time: see sessions.csv`,
  ];
}

/** Once, and not for each client that met it. */
function scenarioErrors({ scenarioErrors, summary }: Ended): string[] {
  const unheard = turnsWith("error", REPLY_NOT_HEARD, summary.outcomes());
  return [
    ...[...scenarioErrors].slice(0, MOST_ERRORS).map(([error, sessions]) =>
      `the scenario failed in ${plural(sessions, "session")}: ${error}`
    ),
    ...moreErrors([...scenarioErrors.values()].slice(MOST_ERRORS)),
    ...(unheard === 0 ? [] : [
      `the scenario did not hear the reply of ${
        plural(unheard, "turn")
      } out (${REPLY_NOT_HEARD}): ` +
      "await hearReply() before the next turn, and before the call ends",
    ]),
  ];
}

function moreErrors(sessions: readonly number[]): string[] {
  if (sessions.length === 0) return [];
  const failed = plural(sessions.reduce((a, b) => a + b), "session");
  return [`the scenario failed in other ways in ${failed}: mend these first`];
}

/** Whether the scenario's mistakes may be why something is missing, where it is missing. */
function isSpoilt({ scenarioErrors, summary, tasks }: Ended): boolean {
  const empty = tasks.map(({ region }) => region).filter((region) => !summary.turns(region).ok);
  const rows = summary.outcomes()
    .filter(({ region }) => empty.length === 0 || empty.includes(region));
  const hasErrors = rows.some(({ turns, sessions }) => turns.error || sessions.error);
  if (scenarioErrors.size > 0 && hasErrors) return true;
  const attempts = rows.reduce((sum, { turns }) => sum + total(turns), 0);
  return isTooMany(turnsWith("error", REPLY_NOT_HEARD, rows), attempts);
}

function describe(turns: Counts<Outcome>): string {
  const attempts = total(turns);
  if (attempts === 0) return "no turn was attempted";
  const counts = Object.entries(turns).map(([outcome, count]) => `${count} ${outcome}`).join(", ");
  return `of ${attempts} ${attempts === 1 ? "turn" : "turns"}, ${counts}`;
}
