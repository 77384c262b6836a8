import { WORKER_LOST } from "../client/record.ts";
import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import type { Dropped, Job, Sink, TurnBegun } from "./job.ts";

interface Open {
  readonly startedAtMs: number;
  /** All that began. */
  turns: number;
  /** By number: those that have not ended. */
  readonly openTurns: Map<number, TurnBegun>;
}

/** How what a runner had open ends when it gives out. */
const LOST = { outcome: "late_generator", errorCode: WORKER_LOST } as const;

/**
 * Passes on what a runner measures, and knows which of its sessions and turns are open: what began has
 * an end, even if the runner can no longer tell of it.
 */
export class OpenSessions implements Sink {
  readonly #open = new Map<string, Open>();

  constructor(readonly job: Job, readonly sink: Sink, readonly wallMs: () => number = Date.now) {}

  begun(sessionId: string): void {
    this.#open.set(sessionId, { startedAtMs: this.wallMs(), turns: 0, openTurns: new Map() });
    this.sink.begun(sessionId);
  }

  turnBegun(turn: TurnBegun): void {
    const open = this.#open.get(turn.tags.sessionId);
    if (!open) return;
    open.turns++;
    open.openTurns.set(turn.turn, turn);
  }

  turn(sample: TurnSample): void {
    this.#open.get(sample.tags.sessionId)?.openTurns.delete(sample.turn);
    this.sink.turn(sample);
  }

  session(sample: SessionSample): void {
    this.#open.delete(sample.tags.sessionId);
    this.sink.session(sample);
  }

  dropped(arrival: Dropped): void {
    this.sink.dropped(arrival);
  }

  /** The runner gave out: what is open now was lost with it. How that went, nobody knows. */
  end(): void {
    const { runId, agent, plan: { scenario } } = this.job;
    for (const [sessionId, { startedAtMs, turns, openTurns }] of this.#open) {
      for (const turn of openTurns.values()) {
        this.sink.turn({ ...turn, ...LOST, pacingMs: new Float64Array(), unsentBytes: 0 });
      }
      this.sink.session({
        tags: { runId, agent, region: this.#regionOf(sessionId), sessionId },
        startedAtMs,
        scenario,
        ...LOST,
        cold: false,
        lateConnect: true,
        turns,
        bytesSent: 0,
        bytesReceived: 0,
      });
    }
    this.#open.clear();
  }

  /** A session is named after its region. */
  #regionOf(sessionId: string): string {
    const { regions } = this.job.plan;
    const named = regions.filter((region) => sessionId.startsWith(`${region}-`));
    return named.reduce((best, region) => region.length > best.length ? region : best, "");
  }
}
