import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import type { Dropped, Job, Sink } from "./job.ts";

interface Open {
  readonly startedAtMs: number;
  turns: number;
}

/**
 * Passes on what a runner measures, and knows which of its sessions are open: one that began has an
 * end, even if the runner can no longer tell of it.
 */
export class OpenSessions implements Sink {
  readonly #open = new Map<string, Open>();

  constructor(readonly job: Job, readonly sink: Sink, readonly wallMs: () => number = Date.now) {}

  begun(sessionId: string): void {
    this.#open.set(sessionId, { startedAtMs: this.wallMs(), turns: 0 });
    this.sink.begun(sessionId);
  }

  turn(sample: TurnSample): void {
    const open = this.#open.get(sample.tags.sessionId);
    if (open) open.turns++;
    this.sink.turn(sample);
  }

  session(sample: SessionSample): void {
    this.#open.delete(sample.tags.sessionId);
    this.sink.session(sample);
  }

  dropped(arrival: Dropped): void {
    this.sink.dropped(arrival);
  }

  /** The runner gave out: what is open now was lost with it. What was sent and received, nobody knows. */
  end(): void {
    const { runId, agent, plan: { scenario } } = this.job;
    for (const [sessionId, { startedAtMs, turns }] of this.#open) {
      this.sink.session({
        tags: { runId, agent, region: this.#regionOf(sessionId), sessionId },
        startedAtMs,
        scenario,
        outcome: "late_generator",
        errorCode: "worker_lost",
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
