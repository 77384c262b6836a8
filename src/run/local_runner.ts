import { dialer } from "../client/dial.ts";
import type { Endpoint } from "../client/endpoint.ts";
import { runSession } from "../client/session.ts";
import type { Dial } from "../client/socket.ts";
import { encodeRoom, encodeSpeech } from "../client/speech.ts";
import { sessionsOf } from "../plan/sessions.ts";
import { seeded } from "../random/random.ts";
import { coldStart } from "../scenarios/cold_start.ts";
import { type LoadedScenario, loadScenarioFile } from "../scenarios/scenario_file.ts";
import { scenarioNamed } from "../scenarios/scenarios.ts";
import { UsageError } from "../config/problem.ts";
import type { Clock } from "../time/clock.ts";
import type { SayToSelf } from "../time/hearing.ts";
import { ThreadWatch } from "../time/thread_watch.ts";
import { endpointsAfter, type FirstContact, unreachableOf } from "./first_contact.ts";
import type { Endpoints, Job, JobEnd, Runner, Sink } from "./job.ts";
import { startOnTime } from "./start_on_time.ts";
import { type SharedSetup, Switchboard } from "./switchboard.ts";
import { Pacer } from "../client/pacer.ts";

/** When a run starts, on the clock, and how to dial where it is not as the job says. */
export interface LocalStart {
  readonly startMs: number;
  readonly endpoints?: Endpoints;
}

export interface LocalRunnerOptions {
  readonly dialerOf?: (endpoint: Endpoint, clock: Clock) => Dial;
  /** Over a socket: how it is noticed that this thread does not listen to its own. */
  readonly sayToSelf?: SayToSelf;
  /** Called when all is ready, with how to dial from here on where this runner has found out. */
  readonly start?: (learnt: Endpoints | undefined) => Promise<LocalStart>;
}

/** Drives all clients of a job on this thread. */
export class LocalRunner implements Runner {
  readonly #dialTo: (endpoint: Endpoint) => Dial;
  readonly #start: NonNullable<LocalRunnerOptions["start"]>;
  readonly #sayToSelf: SayToSelf | undefined;

  constructor(
    readonly clock: Clock,
    { dialerOf = dialer, sayToSelf, start }: LocalRunnerOptions = {},
  ) {
    this.#sayToSelf = sayToSelf;
    this.#dialTo = (endpoint) => dialerOf(endpoint, clock);
    this.#start = start ??
      ((learnt) => Promise.resolve({ startMs: clock.now(), ...(learnt && { endpoints: learnt }) }));
  }

  async run(job: Job, sink: Sink, signal: AbortSignal): Promise<JobEnd> {
    using attention = new ThreadWatch(this.clock, this.#sayToSelf);
    const setup = { ...this.#prepare(job, attention), ...await scenarioOf(job) };
    const contacts = job.isFollower ? undefined : await this.#makeContact(job, setup, signal);
    const unreachable = unreachableOf(contacts ?? []);
    if (unreachable.length > 0 || signal.aborted) return { unreachable };
    this.#reportColdStarts(job, contacts ?? [], sink);
    const { startMs, endpoints = job.endpoints } = await this.#start(
      contacts && endpointsAfter(contacts),
    );
    const dialled = { ...job, endpoints };
    const switchboard = new Switchboard(dialled, setup, this.#dialTo, sink, startMs, signal);
    const sessions = sessionsOf(job.plan, job.segment);
    await startOnTime(this.clock, startMs, sessions, (due) => switchboard.take(due), signal);
    await switchboard.idle();
    return { unreachable };
  }

  #prepare(job: Job, attention: ThreadWatch): Omit<SharedSetup, keyof LoadedScenario> {
    const { frameMs, turnTimeoutMs, lateLimitMs, seed } = job.plan;
    const random = seeded(seed, "room");
    const speech = job.speech.map((fixture) => encodeSpeech(fixture, frameMs, random));
    return {
      clock: this.clock,
      pacer: new Pacer(this.clock, frameMs, () => attention.look()),
      turnTimeoutMs,
      lateLimitMs,
      attention,
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
        const dial = this.#dialTo(endpoint);
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
}

/** @throws {UsageError} where a file that could be loaded before no longer can. */
async function scenarioOf({ plan, scenarioFile }: Job): Promise<LoadedScenario> {
  if (scenarioFile === undefined) return { scenario: scenarioNamed(plan.scenario) };
  const loaded = await loadScenarioFile(scenarioFile);
  if ("scenario" in loaded) return loaded;
  throw new UsageError(loaded);
}
