import type { Endpoint } from "../client/endpoint.ts";
import { runSession, type SessionSetup } from "../client/session.ts";
import type { Dial } from "../client/socket.ts";
import { BENCH_USER } from "../client/ticket.ts";
import { given } from "../config/given.ts";
import type { SessionPlan } from "../plan/plan.ts";
import { poolOf } from "../plan/sessions.ts";
import { fixturesOf, pausesOf } from "../plan/turns.ts";
import { paced } from "../scenarios/paced.ts";
import type { Job, Sink } from "./job.ts";

/** What all sessions of a thread have in common. */
export type SharedSetup = Omit<SessionSetup, "dial" | "turns" | "hello" | "onTurn">;

/** Gives each session of a plan a client, as far as there are free ones. */
export class Switchboard {
  readonly #free: Map<string, number>;
  readonly #open = new Set<Promise<void>>();

  constructor(
    readonly job: Job,
    readonly shared: SharedSetup,
    readonly dialTo: (endpoint: Endpoint) => Dial,
    readonly sink: Sink,
    /** When the run began, on the clock. */
    readonly originMs: number,
    readonly signal: AbortSignal,
  ) {
    const { plan, segment } = job;
    this.#free = new Map(plan.regions.map((region) => [region, poolOf(plan, region, segment)]));
  }

  /** A session is due. */
  take(session: SessionPlan): void {
    const { region } = session;
    const free = this.#free.get(region)!;
    if (free === 0) return this.sink.dropped({ region, scenario: this.job.plan.scenario });
    this.#free.set(region, free - 1);
    const open = this.#run(session).finally(() => {
      this.#free.set(region, this.#free.get(region)! + 1);
      this.#open.delete(open);
    });
    this.#open.add(open);
  }

  /** Resolves when every session that was taken has ended. */
  async idle(): Promise<void> {
    await Promise.all(this.#open);
  }

  async #run(session: SessionPlan): Promise<void> {
    const { runId, agent, plan, endpoints } = this.job;
    const { clock, lateLimitMs } = this.shared;
    const startLateMs = clock.now() - this.originMs - session.dueMs;
    const endMs = this.originMs + session.endMs;
    const endpoint = endpoints[session.region]!;
    let tags = { runId, agent, region: session.region, sessionId: session.id };
    let connections = 1;
    using limit = this.#until(endMs + plan.gracefulStopMs);
    this.sink.begun(session.id);
    const record = await runSession({
      ...this.shared,
      dial: this.dialTo({ ...endpoint, ticketUser: `${BENCH_USER}-${session.id}` }),
      scenario: paced(this.shared.scenario, {
        clock,
        endMs,
        pauses: pausesOf(plan, session),
      }),
      turns: fixturesOf(plan, session),
      ...(endpoint.hello !== undefined && { hello: endpoint.hello }),
      onTurn: (turn) => this.sink.turn({ tags, ...turn }),
      onEarlierConnection: (earlier) => {
        this.sink.session({ tags, ...earlier });
        tags = { ...tags, sessionId: `${session.id}.${++connections}` };
        this.sink.begun(tags.sessionId);
      },
    }, limit.signal);
    const lateConnect = record.lateConnect || startLateMs > lateLimitMs;
    const coldStartMs = record.coldStartMs && startLateMs + record.coldStartMs;
    this.sink.session({
      tags,
      ...record,
      startLateMs,
      lateConnect,
      ...given("coldStartMs", coldStartMs),
    });
  }

  /** Aborts with the run, or at `atMs` of the clock. */
  #until(atMs: number): Disposable & { readonly signal: AbortSignal } {
    const { signal, shared: { clock } } = this;
    const limit = new AbortController();
    const onAbort = () => limit.abort();
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    const cancel = atMs === Infinity ? () => {} : clock.at(atMs, onAbort);
    return {
      signal: limit.signal,
      [Symbol.dispose]: () => {
        cancel();
        signal.removeEventListener("abort", onAbort);
      },
    };
  }
}
