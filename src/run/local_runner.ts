import { dialer } from "../client/dial.ts";
import { runSession, type SessionSetup } from "../client/session.ts";
import { encodeRoom, encodeSpeech } from "../client/speech.ts";
import type { Dial } from "../client/socket.ts";
import type { Endpoint } from "../client/endpoint.ts";
import type { SampleTags } from "../metrics/sample.ts";
import type { SessionPlan } from "../plan/plan.ts";
import { seeded } from "../random/random.ts";
import { coldStart } from "../scenarios/cold_start.ts";
import { scenarioNamed } from "../scenarios/scenarios.ts";
import { type Clock, sleepUntil } from "../time/clock.ts";
import { LoopWatch } from "../time/loop_watch.ts";
import type { Job, Runner, Sink, Unreachable } from "./job.ts";

/** Drives all clients of a job on this thread. */
export class LocalRunner implements Runner {
  constructor(
    readonly clock: Clock,
    readonly dialerOf: (endpoint: Endpoint, clock: Clock) => Dial = dialer,
  ) {}

  async run(job: Job, sink: Sink, signal: AbortSignal): Promise<readonly Unreachable[]> {
    using watch = new LoopWatch(this.clock);
    const setup = this.#prepare(job, watch);
    const unreachable = await this.#warmUp(job, setup, signal);
    if (unreachable.length > 0 || signal.aborted) return unreachable;
    const startMs = this.clock.now();
    await Promise.all(job.plan.sessions.map(async (plan) => {
      const inTime = await sleepUntil(this.clock, startMs + plan.dueMs, signal)
        .then(() => true, () => false);
      if (inTime) await this.#runSession(job, plan, setup, sink, signal);
    }));
    return [];
  }

  #prepare(job: Job, watch: LoopWatch): SharedSetup {
    const { frameMs, turnTimeoutMs, lateLimitMs, seed } = job.plan;
    const random = seeded(seed, "room");
    const speech = job.speech.map((fixture) => encodeSpeech(fixture, frameMs, random));
    return {
      clock: this.clock,
      frameMs,
      turnTimeoutMs,
      lateLimitMs,
      stallMs: (sinceMs) => watch.worstMs(sinceMs),
      room: encodeRoom(frameMs, random),
      speech: new Map(speech.map((encoded) => [encoded.name, encoded])),
    };
  }

  /**
   * One discarded session to each target: it tells a dead target before anything is measured, and
   * takes the first connect's one-off costs (code loaded lazily, certificates read) off the figures.
   */
  async #warmUp(job: Job, shared: SharedSetup, signal: AbortSignal): Promise<Unreachable[]> {
    const tries = Object.entries(job.endpoints).map(async ([region, endpoint]) => {
      const dial = this.dialerOf(endpoint, this.clock);
      const setup = { ...shared, dial, scenario: coldStart, turns: [], onTurn: () => {} };
      const { outcome, errorCode } = await runSession(setup, signal);
      if (outcome === "ok" || outcome === "interrupted") return [];
      return [{
        region,
        url: endpoint.url,
        outcome,
        ...(errorCode !== undefined && { errorCode }),
      }];
    });
    return (await Promise.all(tries)).flat();
  }

  async #runSession(
    job: Job,
    plan: SessionPlan,
    shared: SharedSetup,
    sink: Sink,
    signal: AbortSignal,
  ): Promise<void> {
    const { runId, agent } = job;
    const tags: SampleTags = { runId, agent, region: plan.region, sessionId: plan.id };
    const endpoint = job.endpoints[plan.region]!;
    sink.begun(plan.id);
    const record = await runSession({
      ...shared,
      dial: this.dialerOf(endpoint, this.clock),
      scenario: scenarioNamed(plan.scenario),
      turns: plan.turns,
      ...(endpoint.hello !== undefined && { hello: endpoint.hello }),
      onTurn: (turn) => sink.turn({ tags, ...turn }),
    }, signal);
    sink.session({ tags, ...record });
  }
}

type SharedSetup = Omit<SessionSetup, "dial" | "scenario" | "turns" | "hello" | "onTurn">;
