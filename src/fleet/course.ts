import { loadDurationMs } from "../config/load.ts";
import { given } from "../config/given.ts";
import { type Clock, sleep } from "../time/clock.ts";
import { epochMs } from "../time/epoch.ts";
import { askClocks } from "./ask_clocks.ts";
import type { Bus } from "./bus.ts";
import type { FleetEnd } from "./fleet_end.ts";
import { FleetError } from "./fleet_error.ts";
import { endOf } from "./end_of.ts";
import { type FleetSink, Intake } from "./intake.ts";
import { type Account, Ledger } from "./ledger.ts";
import { Patience } from "./patience.ts";
import { type AgentStart, type Announcement, decode, encode, type PlanRecord } from "./records.ts";
import { askAgent, COORDINATOR, isName, runSubjects } from "./subjects.ts";
import { Vigil } from "./vigil.ts";

const TICK_MS = 500;
/** An agent that has told nothing for so long is asked whether it is still there. */
const ASK_AFTER_MS = 2_000;
/** For the start to reach every agent before its moment. */
const START_LEAD_MS = 1_000;
/** How long agents may take to stop and deliver. */
const STOP_GRACE_MS = 15_000;

export interface CourseOptions {
  readonly clock: Clock;
  /** An agent that was not heard of for so long is lost. */
  readonly silenceMs: number;
  readonly say: (line: string) => void;
}

/** One run of a fleet, as the stream tells it: begun or taken up again, it is followed alike. */
export class Course {
  readonly #ledger: Ledger;
  readonly #vigil: Vigil;
  readonly #patience: Patience;
  readonly #subjects;
  readonly #intake: Intake;
  readonly #over = new AbortController();
  #isDeaf = false;
  #stopByMs = Infinity;

  constructor(
    readonly bus: Bus,
    readonly plan: PlanRecord,
    sink: FleetSink,
    readonly options: CourseOptions,
  ) {
    this.#ledger = new Ledger(plan);
    this.#vigil = new Vigil(this.#ledger.accounts.keys(), options.clock.now());
    this.#patience = new Patience(this.#ledger.accounts.keys(), options.clock.now());
    this.#subjects = runSubjects(plan.runId);
    this.#intake = new Intake(this.#ledger, this.#subjects, sink, options.say);
  }

  /** Resolves when every agent has said its last, or is lost. `signal` makes them stop. */
  async follow(signal: AbortSignal): Promise<FleetEnd> {
    this.bus.answer(COORDINATOR, (question) => this.#greet(decode(question)));
    const watch = this.#watch(signal);
    const failed = await this.#takeIn().finally(() => this.#over.abort());
    await watch;
    return {
      ...endOf(this.#ledger, loadDurationMs(this.plan.plan.load)),
      ...given("failed", failed),
      ...given("calibration", this.#intake.calibration),
    };
  }

  /** @returns why there is no more to come, where the stream is lost */
  async #takeIn(): Promise<string | undefined> {
    try {
      for await (const message of this.bus.read(this.#subjects.all, this.#over.signal)) {
        const agent = this.#intake.take(message);
        if (agent !== undefined) this.#hear(agent, this.options.clock.now());
        if (this.#ledger.awaited.length === 0) break;
      }
      return undefined;
    } catch (error) {
      if (error instanceof FleetError) return error.message;
      throw error;
    }
  }

  #hear(agent: string, nowMs: number): void {
    this.#vigil.heard(agent, nowMs);
    this.#patience.delivered(agent, nowMs);
  }

  /** What an agent that joins now is told. */
  #greet({ name, region }: Announcement): object {
    if (isName(name) && !this.#ledger.accounts.has(name)) {
      const late = `agent '${name}' of region '${region}' came after the plan was issued`;
      this.options.say(`${late}: it waits for the next run`);
    }
    return { runId: this.plan.runId };
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { clock } = this.options;
    while (!this.#over.signal.aborted) {
      await Promise.all([this.#findLost(), this.#steer(signal)]);
      if (this.#ledger.awaited.length === 0) this.#over.abort();
      await sleep(clock, TICK_MS, this.#over.signal).catch(() => {});
    }
  }

  /** Starts or stops the agents when it is time to. */
  async #steer(signal: AbortSignal): Promise<void> {
    const nowMs = this.options.clock.now();
    const mustStop = signal.aborted || this.#ledger.hasFailedToStart;
    if (mustStop) {
      this.#stopByMs = Math.min(this.#stopByMs, nowMs + STOP_GRACE_MS);
      if (nowMs >= this.#stopByMs) this.#giveUp(this.#ledger.awaited, "did not stop in time");
      const reason = signal.aborted ? "its bench was ended" : "not every agent could start";
      if (!this.#ledger.isStopped) await this.#control(this.#subjects.stop, { reason });
    } else if (this.#ledger.isReady && !this.#ledger.start) await this.#start();
  }

  async #start(): Promise<void> {
    const offsets = await askClocks(this.bus, this.plan.members);
    // Whoever did not answer is asked again, until he is lost.
    if (offsets.size < this.plan.members.length) return;
    // Meanwhile the stream may have told of one: of a coordinator before this one.
    if (this.#ledger.start) return;
    const errorsMs = [...offsets.values()].map(({ errorMs }) => errorMs);
    const atEpochMs = epochMs() + START_LEAD_MS + 4 * Math.max(...errorsMs);
    const starts: Record<string, AgentStart> = {};
    for (const [name, offset] of offsets) {
      starts[name] = { ...offset, atEpochMs: atEpochMs + offset.offsetMs };
    }
    await this.#control(this.#subjects.start, { starts });
  }

  /** The stream takes the first one alone, and tells it to us too. */
  async #control(subject: string, record: object): Promise<void> {
    const letter = { subject, id: subject, data: encode(record) };
    await this.bus.post(letter).catch(() => {});
  }

  async #findLost(): Promise<void> {
    const { clock, silenceMs } = this.options;
    const silent = (forMs: number) =>
      this.#ledger.awaited.filter(({ member: { name } }) =>
        this.#vigil.isSilent(name, clock.now(), forMs)
      );
    if (silent(ASK_AFTER_MS).length === 0) return;
    if (await this.#isCutOff()) return;
    await Promise.all(silent(ASK_AFTER_MS).map((account) => this.#askWhether(account)));
    this.#giveUp(silent(silenceMs), `was not heard of for ${silenceMs / 1000} s`);
    this.#tellWhoKeepsUsWaiting();
  }

  async #isCutOff(): Promise<boolean> {
    const { clock, say } = this.options;
    const isDeaf = !await this.bus.isAlive();
    if (isDeaf !== this.#isDeaf) {
      say(isDeaf ? "NATS does not answer: the agents measure on" : "NATS answers again");
    }
    this.#isDeaf = isDeaf;
    if (!isDeaf) return false;
    this.#vigil.deaf(clock.now());
    this.#patience.deaf(clock.now());
    return true;
  }

  #tellWhoKeepsUsWaiting(): void {
    const nowMs = this.options.clock.now();
    for (const { member: { name, region } } of this.#ledger.awaited) {
      if (this.#vigil.isSilent(name, nowMs, ASK_AFTER_MS)) continue;
      if (!this.#patience.isNews(name, nowMs)) continue;
      const what = this.#ledger.start ? "has delivered nothing" : "has not said that it is ready";
      this.options.say(
        `waiting for agent '${name}' of region '${region}': it answers, and ${what} for a while`,
      );
    }
  }

  async #askWhether({ member: { name, instance } }: Account): Promise<void> {
    const state = await this.bus.ask<Announcement>(askAgent(name, "state"), {}, ASK_AFTER_MS);
    const isThere = state?.instance === instance && state.runId === this.plan.runId;
    if (isThere) this.#vigil.heard(name, this.options.clock.now());
  }

  #giveUp(accounts: readonly Account[], why: string): void {
    for (const account of accounts) {
      account.isLost = true;
      const { name, region } = account.member;
      this.options.say(`agent '${name}' of region '${region}' is lost: it ${why}`);
    }
  }
}
