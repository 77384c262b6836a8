import { dialer } from "../client/dial.ts";
import type { Endpoint } from "../client/endpoint.ts";
import { oneLine } from "../client/refusal.ts";
import type { DialResult } from "../client/socket.ts";
import { type Clock, sleep } from "../time/clock.ts";
import type { StandIn } from "./stand_in.ts";
import { Visit } from "./visit.ts";

export type DialFailure = Extract<DialResult, { ok: false }>;

/** A visit with a session that answers, or why there is none. */
export type Met = { readonly ok: true; readonly visit: Visit } | {
  readonly ok: false;
  readonly why: string;
};

/** How the first visit went; the bridge was not spoken to before `askedAtMs`. */
export interface FirstVisit {
  readonly visit: Visit;
  readonly openedAtMs: number;
  readonly askedAtMs: number;
  /** Why it got no session; `undefined` where it got one. */
  readonly noSession: string | undefined;
}

/** How long `session.created` may take where nobody has spoken. */
const PATIENCE_MS = 4_000;
/** How long an answer may take; a bridge that dials only now included. */
const ANSWER_MS = 6_000;
const RETRY_MS = 250;

/** The bridge that is examined, as its visitors find it. */
export class Patient {
  /** All that have been, for those who look at what a client can see. */
  readonly visits: Visit[] = [];
  readonly clock: Clock;
  readonly endpoint: Endpoint;
  /** Where the bridge was seen to dial it. */
  standIn: StandIn | undefined;
  first: FirstVisit | undefined;
  #subprotocols: readonly string[];
  #dials = 0;

  constructor(endpoint: Endpoint, clock: Clock) {
    this.endpoint = endpoint;
    this.clock = clock;
    this.#subprotocols = endpoint.subprotocols;
  }

  /** Connects; with `subprotocols` in place of those that have worked before. */
  async visit(subprotocols = this.#subprotocols): Promise<Visit | DialFailure> {
    const visit = new Visit(this.clock, `ttfa_doctor_${++this.#dials}`);
    const caller = { ...this.endpoint, subprotocols, ticketUser: visit.name };
    const dial = dialer(caller, this.clock);
    const dialled = await dial(visit.handlers, new AbortController().signal);
    if (!dialled.ok) return dialled;
    this.visits.push(visit);
    return visit.open(dialled);
  }

  /**
   * The first visit, tried for `waitMs`: connects, listens in silence, then asks.
   *
   * @returns why there is none.
   */
  async admit(waitMs: number): Promise<DialFailure | undefined> {
    const untilMs = this.clock.now() + waitMs;
    let visit = await this.#firstDial();
    while (!(visit instanceof Visit) && visit.outcome !== "refused" && this.clock.now() < untilMs) {
      await sleep(this.clock, RETRY_MS);
      visit = await this.#firstDial();
    }
    if (!(visit instanceof Visit)) return visit;
    const openedAtMs = this.clock.now();
    await visit.until(() => visit.createdAtMs !== undefined, PATIENCE_MS);
    const askedAtMs = this.clock.now();
    const isAnswered = await this.#isAnswered(visit);
    const noSession = isAnswered ? undefined : describeSilence(visit);
    this.first = { visit, openedAtMs, askedAtMs, noSession };
    await visit[Symbol.asyncDispose]();
    return undefined;
  }

  /** Connects and asks once. */
  async meet(): Promise<Met> {
    const visit = await this.visit();
    if (!(visit instanceof Visit)) return { ok: false, why: describeFailure(visit) };
    if (await this.#isAnswered(visit)) return { ok: true, visit };
    await visit[Symbol.asyncDispose]();
    return { ok: false, why: describeSilence(visit) };
  }

  /** Some servers let nobody in who does not offer `realtime`. */
  async #firstDial(): Promise<Visit | DialFailure> {
    const visit = await this.visit();
    if (visit instanceof Visit || visit.outcome !== "refused") return visit;
    if (this.#subprotocols.length > 0) return visit;
    const offering = await this.visit(["realtime"]);
    if (!(offering instanceof Visit)) return visit;
    this.#subprotocols = ["realtime"];
    return offering;
  }

  async #isAnswered(visit: Visit): Promise<boolean> {
    const id = visit.ask();
    return await visit.until(() => visit.answeredAtMs(id) !== undefined, ANSWER_MS);
  }
}

export function describeFailure({ outcome, errorCode, errorMessage }: DialFailure): string {
  const words = errorMessage === undefined ? "" : `, “${errorMessage}”`;
  return `the connection was ${
    outcome === "refused" ? "refused" : "not made"
  } (${errorCode}${words})`;
}

function describeSilence({ errors, closed }: Visit): string {
  const [first] = errors;
  const words = first && oneLine(first.error.message ?? "");
  const error = first
    ? `error ${first.error.code}${words ? ` (“${words}”)` : ""}`
    : "no answer to a harmless request";
  return `no session could be used: ${error}${closed ? `, closed with ${closed.code}` : ""}`;
}
