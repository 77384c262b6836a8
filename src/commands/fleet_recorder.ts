import type { Outcome } from "../client/record.ts";
import { type Counts, plusCounts, total } from "../metrics/counts.ts";
import { Summary } from "../metrics/summary.ts";
import type { FleetSink, Measured } from "../fleet/intake.ts";
import type { RowsRecord } from "../fleet/records.ts";
import { WINDOW_MS } from "../fleet/window_maker.ts";
import type { LiveSnapshot } from "../report/live.ts";
import type { RunFolder } from "../report/run_folder.ts";
import type { Clock } from "../time/clock.ts";
import { lostTurns } from "./turns_with.ts";
import { type PlannedLoad, remainingMs } from "./recorder.ts";

/** Takes what a fleet measures: windows into the summary, rows into the tables. */
export class FleetRecorder implements FleetSink {
  readonly summary: Summary;
  /** What the turns of each agent came to, and how many were lost with a thread of it. */
  readonly turnsOf = new Map<string, Counts<Outcome>>();
  readonly lostTurnsOf = new Map<string, number>();
  readonly #openOf = new Map<string, number>();
  /** As far as the windows tell. */
  #startMs: number | undefined;
  #turnsDone = 0;
  #openMs = 0;
  #folder: RunFolder | undefined;

  constructor(
    readonly clock: Clock,
    readonly planned: PlannedLoad,
    readonly openFolder: () => RunFolder,
  ) {
    this.summary = Summary.empty(planned.regions);
  }

  /** The run folder, once there is something to write. */
  get folder(): RunFolder | undefined {
    return this.#folder;
  }

  get openMinutes(): number {
    return this.#openMs / 60_000;
  }

  window({ summary, openClients, openMs }: Measured, agent: string): void {
    this.#folder ??= this.openFolder();
    this.#startMs ??= this.clock.now() - WINDOW_MS;
    const turns = summary.turns();
    this.summary.add(summary);
    this.turnsOf.set(agent, plusCounts(this.turnsOf.get(agent) ?? {}, turns));
    this.lostTurnsOf.set(agent, (this.lostTurnsOf.get(agent) ?? 0) + lostTurns(summary.outcomes()));
    this.#turnsDone += total(turns);
    this.#openOf.set(agent, openClients);
    this.#openMs += openMs;
  }

  rows({ turns, sessions }: RowsRecord): void {
    this.#folder ??= this.openFolder();
    this.#folder.appendRows(turns, sessions);
  }

  snapshot(): LiveSnapshot {
    const elapsedMs = this.#startMs === undefined ? 0 : this.clock.now() - this.#startMs;
    const { clients, turns } = this.planned;
    const etaMs = remainingMs(this.planned, this.#turnsDone, elapsedMs);
    const ttfaP50Ms = this.summary.metric("ttfa").percentile(50);
    return {
      elapsedMs,
      ...(etaMs !== undefined && { etaMs }),
      clientsOpen: [...this.#openOf.values()].reduce((sum, open) => sum + open, 0),
      clientsTotal: clients,
      turnsDone: this.#turnsDone,
      ...(turns !== undefined && { turnsTotal: turns }),
      ...(ttfaP50Ms !== undefined && { ttfaP50Ms }),
    };
  }
}
