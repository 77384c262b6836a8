import {
  type Outcome,
  RUN_STOPPED,
  type SessionOutcome,
  type SessionRecord,
  type TurnRecord,
  WORKER_LOST,
} from "../client/record.ts";
import { given } from "../config/given.ts";
import { type Counts, plusCounts } from "./counts.ts";
import { Distribution, type EncodedDistribution } from "./distribution.ts";
import {
  BOUND_TO,
  METRIC_NAMES,
  type MetricName,
  PACING,
  RELAY_HOP,
  SESSION_METRICS,
  TURN_METRICS,
} from "./names.ts";
import { plusTurnErrors, type TurnErrors } from "./turn_errors.ts";

/**
 * What the outcomes do not tell: arrivals that found no free client, sessions that this generator
 * dialled late, held up or gave up, turns that the end of the run cut off, planned ones that their
 * sessions never came to, and those that were `ok` though a player would have run dry.
 */
const MARKS = ["dropped", "lateSessions", "stoppedTurns", "missedTurns", "underrunTurns"] as const;
export type Mark = typeof MARKS[number];

/** A mark that is missing was never set. */
export interface EncodedGroup extends Counts<Mark> {
  readonly turns: Counts<Outcome>;
  readonly sessions: Counts<SessionOutcome>;
  /** Missing: none. */
  readonly errors?: TurnErrors;
  /** A metric that is missing was neither measured nor excluded. */
  readonly metrics: { readonly [name in MetricName]?: EncodedDistribution };
}

/** What turns and sessions of one kind came to: outcomes and a distribution per metric. A monoid. */
export class Group {
  #turns: Counts<Outcome> = {};
  #sessions: Counts<SessionOutcome> = {};
  #errors: TurnErrors = {};
  #marks: Counts<Mark> = {};
  #metrics = new Map(METRIC_NAMES.map((name) => [name, Distribution.empty()]));

  static empty(): Group {
    return new Group();
  }

  addTurn(turn: TurnRecord): void {
    this.#turns = plusCounts(this.#turns, { [turn.outcome]: 1 });
    const { outcome, errorCode } = turn;
    if (errorCode !== undefined) {
      this.#errors = plusTurnErrors(this.#errors, { [outcome]: { [errorCode]: 1 } });
    }
    const isStopped = outcome === "interrupted" && errorCode === RUN_STOPPED;
    if (isStopped) this.#mark("stoppedTurns");
    if (outcome === "ok" && (turn.underruns ?? 0) > 0) this.#mark("underrunTurns");
    for (const metric of TURN_METRICS) {
      const value = metric.read(turn);
      if (value !== undefined && turn.outcome === "ok") this.metric(metric.name).record(value);
      else if (value !== undefined || isMissed(metric.name, turn)) {
        this.metric(metric.name).exclude();
      }
    }
    const pacing = this.metric(PACING.name);
    for (const latenessMs of turn.pacingMs) pacing.record(latenessMs);
  }

  addSession(session: SessionRecord): void {
    this.#sessions = plusCounts(this.#sessions, { [session.outcome]: 1 });
    if (isLate(session)) this.#mark("lateSessions");
    if (session.turnsMissed) this.#mark("missedTurns", session.turnsMissed);
    for (const metric of SESSION_METRICS) {
      const value = metric.read(session);
      if (value !== undefined && !session.lateConnect) this.metric(metric.name).record(value);
      else if (value !== undefined || session.outcome !== "ok") this.metric(metric.name).exclude();
    }
    const { relayHops = [], relayHopsOmitted = 0 } = session;
    const hops = this.metric(RELAY_HOP.name);
    for (const [us, frames] of relayHops) hops.record(us / 1000, frames);
    hops.exclude(relayHopsOmitted);
  }

  addDropped(): void {
    this.#mark("dropped");
  }

  /** Takes in what the other has. */
  add(other: Group): void {
    this.#turns = plusCounts(this.#turns, other.#turns);
    this.#sessions = plusCounts(this.#sessions, other.#sessions);
    this.#errors = plusTurnErrors(this.#errors, other.#errors);
    this.#marks = plusCounts(this.#marks, other.#marks);
    for (const name of METRIC_NAMES) this.metric(name).add(other.metric(name));
  }

  /** Both together; neither is changed. */
  plus(other: Group): Group {
    const both = new Group();
    both.add(this);
    both.add(other);
    return both;
  }

  get turns(): Counts<Outcome> {
    return this.#turns;
  }

  get sessions(): Counts<SessionOutcome> {
    return this.#sessions;
  }

  /** `undefined` where no turn had an error code. */
  get errors(): TurnErrors | undefined {
    return Object.keys(this.#errors).length > 0 ? this.#errors : undefined;
  }

  get marks(): Counts<Mark> {
    return this.#marks;
  }

  metric(name: MetricName): Distribution {
    return this.#metrics.get(name)!;
  }

  /** @param rawLimit of a metric: more values than this are encoded as a histogram. */
  encode(rawLimit?: number): EncodedGroup {
    const seen = [...this.#metrics].filter(([, metric]) => metric.count + metric.excluded > 0);
    return {
      turns: this.#turns,
      sessions: this.#sessions,
      ...given("errors", this.errors),
      ...this.#marks,
      metrics: Object.fromEntries(seen.map(([name, metric]) => [name, metric.encode(rawLimit)])),
    };
  }

  static decode(encoded: EncodedGroup): Group {
    const group = new Group();
    group.#turns = encoded.turns;
    group.#sessions = encoded.sessions;
    group.#errors = encoded.errors ?? {};
    for (const mark of MARKS) {
      const count = encoded[mark];
      if (count !== undefined) group.#marks = { ...group.#marks, [mark]: count };
    }
    for (const name of METRIC_NAMES) {
      const metric = encoded.metrics[name];
      if (metric) group.#metrics.set(name, Distribution.decode(metric));
    }
    return group;
  }

  #mark(mark: Mark, count = 1): void {
    this.#marks = plusCounts(this.#marks, { [mark]: count });
  }
}

/** Whether a turn should have had a value and has none. */
function isMissed(name: MetricName, { outcome, scenario }: TurnRecord): boolean {
  if (outcome === "ok") return name === "rtt";
  return (BOUND_TO[name] ?? scenario) === scenario;
}

/** A session that went down with its thread tells nothing of how late others were. */
function isLate({ lateConnect, outcome, errorCode }: SessionRecord): boolean {
  return (lateConnect || outcome === "late_generator") && errorCode !== WORKER_LOST;
}
