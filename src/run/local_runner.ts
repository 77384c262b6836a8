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
import { endpointAfter, type FirstContact, unreachableOf } from "./first_contact.ts";
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
    const contacts = await this.#makeContact(job, setup, signal);
    const unreachable = unreachableOf(contacts);
    if (unreachable.length > 0 || signal.aborted) return unreachable;
    this.#reportColdStarts(job, contacts, sink);
    const endpoints = new Map(contacts.map((contact) => [contact.region, endpointAfter(contact)]));
    const startMs = this.clock.now();
    await Promise.all(job.plan.sessions.map(async (plan) => {
      const inTime = await sleepUntil(this.clock, startMs + plan.dueMs, signal)
        .then(() => true, () => false);
      const endpoint = endpoints.get(plan.region)!;
      if (inTime) await this.#runSession(job, plan, endpoint, setup, sink, signal);
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
   * One session to each target before the load: it tells a dead target before anything is measured,
   * wakes one that sleeps, and learns what the bridge offers.
   */
  #makeContact(job: Job, shared: SharedSetup, signal: AbortSignal): Promise<FirstContact[]> {
    return Promise.all(
      Object.entries(job.endpoints).map(async ([region, endpoint]) => {
        const dial = this.dialerOf(endpoint, this.clock);
        const setup = { ...shared, dial, scenario: coldStart, turns: [], onTurn: () => {} };
        return { region, endpoint, record: await runSession(setup, signal) };
      }),
    );
  }

  /** Of the first sessions only those count for which an instance was started. */
  #reportColdStarts({ runId, agent }: Job, contacts: readonly FirstContact[], sink: Sink): void {
    for (const { region, record } of contacts) {
      if (record.coldStartMs === undefined) continue;
      const sessionId = `${region}-first`;
      sink.begun(sessionId);
      sink.session({ tags: { runId, agent, region, sessionId }, ...record });
    }
  }

  async #runSession(
    job: Job,
    plan: SessionPlan,
    endpoint: Endpoint,
    shared: SharedSetup,
    sink: Sink,
    signal: AbortSignal,
  ): Promise<void> {
    const { runId, agent } = job;
    const tags: SampleTags = { runId, agent, region: plan.region, sessionId: plan.id };
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
