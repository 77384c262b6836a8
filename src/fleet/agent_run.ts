import { calibrate, SOON } from "../calibration/calibrate.ts";
import { startTruth } from "../calibration/start_truth.ts";
import { given } from "../config/given.ts";
import { peakClients } from "../config/load.ts";
import type { Plan } from "../plan/plan.ts";
import { shareOf } from "../plan/segment.ts";
import type { Moment } from "../run/barrier.ts";
import type { Job, JobEnd, Runner, Sink } from "../run/job.ts";
import { SendQueueWatch } from "../run/send_queue_watch.ts";
import { sleep } from "../time/clock.ts";
import { epochMs } from "../time/epoch.ts";
import { systemClock } from "../time/system_clock.ts";
import { asDelivered } from "./as_delivered.ts";
import type { Bus } from "./bus.ts";
import { both } from "./both.ts";
import { FleetError } from "./fleet_error.ts";
import { type Letter, Outbox } from "./outbox.ts";
import { readOrders } from "./read_orders.ts";
import {
  decode,
  encode,
  type EndRecord,
  type Order,
  type ReadyRecord,
  type StartRecord,
  type StopRecord,
} from "./records.ts";
import type { Member } from "./roster.ts";
import { type AgentRecordKind, runSubjects } from "./subjects.ts";
import { WindowMaker, type WindowOutput } from "./window_maker.ts";

/** Without a coordinator there will be no start. */
const START_LIMIT_MS = 5 * 60_000;
/** How long what could not be delivered is tried again after the end. */
const DELIVERY_MS = 10 * 60_000;
/** The same where the agent's owner wants it to end. */
const LEAVE_MS = 20_000;

/** Of an agent that could not even begin. */
const NOTHING: EndRecord = {
  ...{ windows: 0, rows: 0, unreachable: [], startLateMs: 0 },
  ...{ complaints: [], remarks: [], scenarioErrors: [] },
};

/** What an agent keeps of a run for itself: what it cannot write is a remark, and never thrown. */
export interface Journal extends Sink, WindowOutput {
  readonly complaints: readonly string[];
  readonly remarks: readonly string[];
  readonly scenarioErrors: ReadonlyMap<string, number>;
  readonly folder?: string;
}

/** What the parts of an agent's run are made of. */
export interface Workshop {
  /** @param clients of the agent, at most at a time */
  runnerFor(order: Order, plan: Plan, clients: number, moment?: Moment): Runner;
  /** @throws where the folder for it cannot be made */
  journalFor(order: Order): Journal;
}

/** One run of one agent: its share of the plan, from the order to the last record. */
export class AgentRun {
  readonly #outbox: Outbox;
  readonly #halt = new AbortController();
  readonly #over = new AbortController();
  readonly #start = Promise.withResolvers<number>();
  #startLateMs = 0;
  #failed: string | undefined;
  #isCutOff = false;
  #stopReason: string | undefined;

  constructor(
    readonly bus: Bus,
    readonly order: Order,
    readonly name: string,
    readonly workshop: Workshop,
    readonly say: (line: string) => void,
  ) {
    this.#outbox = new Outbox(systemClock, (letter) => this.#send(letter));
  }

  /** Why the bench had it stopped, where it did and said so. */
  get stopReason(): string | undefined {
    return this.#stopReason;
  }

  /** Resolves when all that was measured is on the stream. `signal` ends the run early. */
  async drive(signal: AbortSignal): Promise<EndRecord> {
    const stop = AbortSignal.any([signal, this.#halt.signal]);
    const controls = this.#hearControls().catch((error) => this.#loseControls(error));
    const leave = () => this.#outbox.flush(LEAVE_MS);
    signal.addEventListener("abort", leave, { once: true });
    const end = await this.#perform(signal, stop)
      .catch((error): EndRecord => ({ ...NOTHING, failed: this.#sentence(error) }));
    this.#post("end", 0, end);
    const left = await this.#outbox.flush(signal.aborted ? LEAVE_MS : DELIVERY_MS);
    this.#over.abort();
    signal.removeEventListener("abort", leave);
    await controls;
    return asDelivered({ ...end, ...given("failed", this.#failed ?? end.failed) }, left);
  }

  /** @throws where there is no journal to be had */
  async #perform(signal: AbortSignal, stop: AbortSignal): Promise<EndRecord> {
    const journal = this.workshop.journalFor(this.order);
    using queues = new SendQueueWatch(systemClock);
    const maker = this.#makerFor(journal);
    const done = await this.#measure(both(maker, journal), maker, queues, stop)
      .catch((error): JobEnd => ({ unreachable: [], failed: this.#sentence(error) }));
    maker.finish();
    return {
      ...done,
      ...given("failed", this.#failed ?? done.failed),
      ...(signal.aborted && { hasLeft: true }),
      ...given("heldBack", queues.heldBack),
      ...given("folder", journal.folder),
      windows: maker.windows,
      rows: this.order.rows === "stream" ? maker.chunks : 0,
      startLateMs: this.#startLateMs,
      complaints: journal.complaints,
      remarks: journal.remarks,
      scenarioErrors: [...journal.scenarioErrors],
    };
  }

  #sentence(error: unknown): string {
    return `agent '${this.name}': ${error}`;
  }

  /** Windows and rows go to the agent's own journal first, and then on their way. */
  #makerFor(journal: Journal): WindowMaker {
    return new WindowMaker(systemClock, {
      window: (record) => {
        journal.window(record);
        this.#post("window", record.number, record);
      },
      rows: (record) => {
        journal.rows(record);
        if (this.order.rows === "stream") this.#post("rows", record.number, record);
      },
    });
  }

  async #measure(
    sink: Sink,
    maker: WindowMaker,
    queues: SendQueueWatch,
    stop: AbortSignal,
  ): Promise<JobEnd> {
    const { order, name } = this;
    const { runId, endpoint } = order;
    const { plan, members, speech } = await readOrders(this.bus, runId, stop);
    const { region, segment } = members.find((member) => member.name === name)!;
    const clients = clientsOf(plan, members, name);
    const ready = order.calibrate ? await this.#calibrate(plan, clients) : {};
    const job: Job = {
      ...{ runId, agent: name, plan, segment, speech },
      endpoints: { [region]: endpoint },
    };
    await queues.start([endpoint.url]);
    const moment = () => this.#awaitStart(ready, maker, stop);
    return await this.workshop.runnerFor(order, plan, clients, moment).run(job, sink, stop);
  }

  async #calibrate(plan: Plan, clients: number): Promise<ReadyRecord> {
    await using truth = await startTruth(SOON);
    const { frameMs, lateLimitMs, seed } = plan;
    const manner = { frameMs, lateLimitMs, seed, clients };
    const runner = this.workshop.runnerFor(this.order, plan, clients);
    const { rtt, ttfa, pacing } = await calibrate(truth.url, manner, runner);
    return { calibration: { rtt: rtt.encode(), ttfa: ttfa.encode(), pacing: pacing.encode() } };
  }

  async #awaitStart(ready: ReadyRecord, maker: WindowMaker, stop: AbortSignal): Promise<number> {
    this.#post("ready", 0, ready);
    const told = new AbortController();
    const over = AbortSignal.any([stop, this.#over.signal, told.signal]);
    sleep(systemClock, START_LIMIT_MS, over).then(() => this.#giveUp(), () => {});
    const atEpochMs = await this.#start.promise;
    // Who was stopped before it makes no windows any more.
    if (over.aborted) return atEpochMs;
    told.abort();
    this.#startLateMs = Math.max(0, epochMs() - atEpochMs);
    maker.start(atEpochMs - performance.timeOrigin);
    return atEpochMs;
  }

  #giveUp(): void {
    this.#failed = `agent '${this.name}' was ready and nobody gave the start`;
    this.#halt.abort();
  }

  async #hearControls(): Promise<void> {
    const { controls, start } = runSubjects(this.order.runId);
    for await (const { subject, data } of this.bus.read(controls, this.#over.signal)) {
      const own = subject === start ? decode<StartRecord>(data).starts[this.name] : undefined;
      if (own) this.#start.resolve(own.atEpochMs);
      else {
        this.#halt.abort();
        this.#stopReason = decode<StopRecord>(data).reason;
      }
    }
  }

  async #loseControls(error: unknown): Promise<void> {
    this.#halt.abort();
    if (!(error instanceof FleetError)) return;
    this.#failed = `agent '${this.name}': ${error.message}`;
    // Nobody will ever ask for what the stream has lost: the agent is free for the next run.
    await this.#outbox.flush(0);
  }

  async #send(letter: Letter): Promise<void> {
    try {
      await this.bus.post(letter);
      if (this.#isCutOff) this.say("NATS takes results again");
      this.#isCutOff = false;
    } catch (error) {
      const why = (error as Error).message;
      if (!this.#isCutOff) this.say(`NATS takes no results (${why}): they are kept and sent again`);
      this.#isCutOff = true;
      throw error;
    }
  }

  #post(kind: AgentRecordKind, number: number, record: object): void {
    const { runId } = this.order;
    this.#outbox.add({
      subject: runSubjects(runId).of(this.name, kind),
      id: `${runId}-${this.name}-${kind}-${number}`,
      data: encode(record),
    });
  }
}

/** The most clients of the agent at a time. */
function clientsOf({ load, regions }: Plan, members: readonly Member[], name: string): number {
  const { region, segment } = members.find((member) => member.name === name)!;
  return Math.max(1, shareOf(segment, peakClients(load), regions.indexOf(region)));
}
