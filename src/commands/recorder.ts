import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import { Summary } from "../metrics/summary.ts";
import type { LiveSnapshot } from "../report/live.ts";
import type { RunFolder } from "../report/run_folder.ts";
import type { Dropped, Sink } from "../run/job.ts";
import type { Clock } from "../time/clock.ts";
import type { Plateau } from "./plateau.ts";
import { Remarks } from "./remarks.ts";

/** What there is to do, as far as it is known. */
export interface PlannedLoad {
  readonly clients: number;
  /** In the order in which they are to be told. */
  readonly regions: readonly string[];
  /** Of them: whose target was asked to go wrong. */
  readonly faulty?: readonly string[] | undefined;
  /** Missing where time ends the run, and then: */
  readonly turns?: number;
  readonly durationMs?: number;
}

/** Takes what the clients measure: into the tables at once, into the summary, and for the live block. */
export class Recorder implements Sink {
  readonly summary: Summary;
  readonly remarks: Remarks;
  /** What went wrong in the scenario, and in how many sessions. */
  readonly scenarioErrors = new Map<string, number>();
  readonly #openSinceMs = new Map<string, number>();
  #closedMs = 0;
  #turnsDone = 0;
  /** Since the start, when the last turn was done. */
  #lastTurnMs = 0;
  readonly #startMs: number;
  #folder: RunFolder | undefined;

  /** @param openFolder is called when there is something to write: an unreachable target leaves no folder. */
  constructor(
    readonly clock: Clock,
    readonly planned: PlannedLoad,
    readonly openFolder: () => RunFolder,
    /** Where not the whole load is judged: turns outside of it go into the tables alone. */
    readonly plateau?: Plateau,
  ) {
    this.summary = Summary.empty(planned.regions);
    this.remarks = new Remarks(planned.faulty);
    this.#startMs = clock.now();
  }

  /** The run folder, once something has begun. */
  get folder(): RunFolder | undefined {
    return this.#folder;
  }

  begun(sessionId: string): void {
    this.#folder ??= this.openFolder();
    this.plateau?.begun();
    this.#openSinceMs.set(sessionId, this.clock.now());
  }

  turn(sample: TurnSample): void {
    this.#folder!.appendTurn(sample);
    if (this.plateau?.holds(sample) ?? true) this.summary.addTurn(sample);
    this.#turnsDone++;
    this.#lastTurnMs = this.clock.now() - this.#startMs;
  }

  session(sample: SessionSample): void {
    this.#folder!.appendSession(sample);
    this.summary.addSession(sample);
    this.remarks.add(sample);
    const { scenarioError } = sample;
    if (scenarioError !== undefined) {
      this.scenarioErrors.set(scenarioError, (this.scenarioErrors.get(scenarioError) ?? 0) + 1);
    }
    const { sessionId } = sample.tags;
    this.#closedMs += this.clock.now() - (this.#openSinceMs.get(sessionId) ?? this.clock.now());
    this.#openSinceMs.delete(sessionId);
  }

  dropped({ region, scenario }: Dropped): void {
    this.#folder ??= this.openFolder();
    this.summary.addDropped(region, scenario);
  }

  /** Time that all sessions together have been open, those still open included. */
  get openMinutes(): number {
    const nowMs = this.clock.now();
    const openMs = [...this.#openSinceMs.values()].reduce((sum, since) => sum + nowMs - since, 0);
    return (this.#closedMs + openMs) / 60_000;
  }

  snapshot(): LiveSnapshot {
    const elapsedMs = this.clock.now() - this.#startMs;
    const { clients, turns } = this.planned;
    const etaMs = remainingMs(this.planned, this.#turnsDone, elapsedMs, this.#lastTurnMs);
    const ttfaP50Ms = this.summary.metric("ttfa").percentile(50);
    const latenessP99Ms = this.summary.metric("pacing").percentile(99);
    return {
      elapsedMs,
      ...(etaMs !== undefined && { etaMs }),
      clientsOpen: this.#openSinceMs.size,
      clientsTotal: clients,
      turnsDone: this.#turnsDone,
      ...(turns !== undefined && { turnsTotal: turns }),
      ...(ttfaP50Ms !== undefined && { ttfaP50Ms }),
      ...(latenessP99Ms !== undefined && { latenessP99Ms }),
    };
  }
}

/**
 * How much longer it will take; `undefined` where nobody can know.
 *
 * @param lastTurnMs when the last turn was done, since the start.
 */
export function remainingMs(
  { clients, turns, durationMs }: PlannedLoad,
  done: number,
  elapsedMs: number,
  lastTurnMs = elapsedMs,
): number | undefined {
  if (durationMs !== undefined) return Math.max(0, durationMs - elapsedMs);
  // Before each client has done one on average, the first ones say too little.
  if (turns === undefined || done < clients || done === 0) return undefined;
  // As it looked at the last turn: while none ends the time left does not grow.
  const leftMs = lastTurnMs / done * Math.max(0, turns - done);
  return Math.max(0, leftMs - (elapsedMs - lastTurnMs));
}
