import type { Endpoint } from "../client/endpoint.ts";
import { runSession, type SessionSetup } from "../client/session.ts";
import type { Dial } from "../client/socket.ts";
import { BENCH_USER } from "../client/ticket.ts";
import { given } from "../config/given.ts";
import type { SessionPlan } from "../plan/plan.ts";
import { poolOf } from "../plan/sessions.ts";
import { fixturesOf, pausesOf } from "../plan/turns.ts";
import { paced } from "../scenarios/paced.ts";
import { Connections } from "./connections.ts";
import type { Job, Sink } from "./job.ts";

/** What all sessions of a thread have in common. */
export type SharedSetup = Omit<SessionSetup, "dial" | "turns" | "hello" | "onTurn" | "onTurnBegun">;

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
    const { plan, endpoints } = this.job;
    const { clock } = this.shared;
    const endMs = this.originMs + session.endMs;
    const endpoint = endpoints[session.region]!;
    const connections = this.#book(session);
    using limit = this.#until(endMs + plan.gracefulStopMs);
    this.sink.begun(session.id);
    const record = await runSession({
      ...this.shared,
      dial: this.dialTo({ ...endpoint, ticketUser: `${BENCH_USER}-${session.id}` }),
      scenario: paced(this.shared.scenario, {
        clock,
        // Who was let in with turns that are counted has them all, within the limit.
        endMs: session.turns === Infinity ? endMs : Infinity,
        pauses: pausesOf(plan, session),
      }),
      turns: fixturesOf(plan, session),
      ...(endpoint.hello !== undefined && { hello: endpoint.hello }),
      onTurnBegun: (turn) => this.sink.turnBegun?.({ tags: connections.tags, ...turn }),
      onTurn: (turn) => this.sink.turn({ tags: connections.tags, ...turn }),
      onEarlierConnection: (earlier) => {
        this.sink.session(connections.next(earlier));
        this.sink.begun(connections.tags.sessionId);
      },
    }, limit.signal);
    this.sink.session(connections.last(record));
  }

  #book({ id: sessionId, region, dueMs, turns }: SessionPlan): Connections {
    const { runId, agent, scenarioFile } = this.job;
    const { clock, lateLimitMs } = this.shared;
    // A scenario of the user's makes of its turns what it likes.
    const isCounted = turns !== Infinity && scenarioFile === undefined;
    return new Connections({
      tags: { runId, agent, region, sessionId },
      startLateMs: clock.now() - this.originMs - dueMs,
      lateLimitMs,
      ...given("turns", isCounted ? turns : undefined),
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
