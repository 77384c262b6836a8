import { chain, type Step } from "../../links/step.ts";
import type { ClientEvent } from "../../protocol/events.ts";
import { makeId } from "../../protocol/ids.ts";
import type { Random } from "../../random/random.ts";
import type { Clock } from "../../time/clock.ts";
import { ScopedClock } from "../scoped_clock.ts";
import type { WireEvent } from "../wire.ts";
import type { FaultSteps } from "./fault_kind.ts";
import { Lanes } from "./lanes.ts";
import type { Break, Breakage, Outgoing } from "./outgoing.ts";
import { eventOf } from "./outgoing_event.ts";
import type { FaultRule } from "./read_faults.ts";

/** After these nothing can leave any more. */
const ENDING: ReadonlySet<Breakage["by"]> = new Set(["close", "cut", "reset"]);

/** Ahead of all that is due. */
const FIRST_MS = Number.MIN_SAFE_INTEGER;

export interface PathOptions {
  readonly clock: Clock;
  /** Of the client, from 1; the selector `session` means this. */
  readonly number: number;
  readonly rules: readonly FaultRule[];
  /** Independent streams of one seed. */
  random(stream: string): Random;
  /** A fault was given. */
  onGiven(rule: FaultRule): void;
}

export interface PathEnds {
  /** What is due leaves here. */
  leave(item: Outgoing): void;
  /** Text frames reach the session here. */
  receive(text: string): void;
}

/**
 * The way between one session and its client, with the faults on it. Without any it hands everything
 * on at once. It never changes the order of what the faults have let through, but that other events
 * pass a reply that is held up.
 */
export class Path {
  readonly #options: PathOptions;
  readonly #clock: ScopedClock;
  readonly #out: Step<Outgoing>;
  readonly #in: Step<string>;
  readonly #injectedRandom: Random;
  /** Of the event that is just being said in the client's name. */
  #injectedId: string | undefined;
  #ends: PathEnds | undefined;
  readonly #lanes: Lanes;
  #createdMs: number | undefined;
  #ended = false;

  constructor(options: PathOptions) {
    this.#options = options;
    this.#injectedRandom = options.random("injected");
    this.#clock = new ScopedClock(options.clock);
    this.#lanes = new Lanes(this.#clock, (item) => this.#leave(item));
    const faults = options.rules
      .filter(({ selector }) => (selector.session ?? options.number) === options.number)
      .map((rule) => this.#begin(rule, options.random(`fault ${rule.text}`)));
    this.#out = chain(faults.flatMap(({ outgoing }) => outgoing ?? []));
    this.#in = chain(faults.flatMap(({ incoming }) => incoming ?? []));
  }

  /** What becomes of the request: its HTTP status, and when it is due. */
  answerUpgrade(): { readonly status: number; readonly dueMs: number } {
    const asked = { kind: "upgrade", dueMs: this.#clock.now(), status: 101 } as const;
    const [answer] = this.#out(asked);
    return answer?.kind === "upgrade" ? answer : asked;
  }

  /** The socket is open: to be called before anything is sent or taken. */
  open(ends: PathEnds): void {
    this.#ends = ends;
  }

  /** @param text the event as it was written, where it has come from elsewhere. */
  send(event: WireEvent, text?: string): void {
    if (this.#isOwnError(event)) return;
    const item = { kind: "event", dueMs: this.#clock.now(), event } as const;
    this.#depart(text === undefined ? item : { ...item, text });
  }

  /** Sends a frame that is no event. */
  sendText(text: string): void {
    this.#depart({ kind: "text", dueMs: this.#clock.now(), text });
  }

  /** Whether a fault said this in the client's name. */
  hasInjected(event: ClientEvent | undefined): boolean {
    return this.#injectedId !== undefined && event?.event_id === this.#injectedId;
  }

  /** After all that was sent before. */
  close(code: number, reason: string): void {
    this.#depart({ kind: "close", dueMs: this.#clock.now(), code, reason });
  }

  /** Takes a text frame of the client. */
  take(text: string): void {
    for (const frame of this.#in(text)) this.#ends!.receive(frame);
  }

  /** Forgets what has not left. Harmless when repeated. */
  end(): void {
    this.#ended = true;
    this.#clock.cancelAll();
  }

  #begin(rule: FaultRule, random: Random): FaultSteps {
    return rule.begin({
      random,
      createdMs: () => this.#createdMs,
      inject: (event, dueMs = FIRST_MS) => this.#inject(event, dueMs),
      given: () => this.#options.onGiven(rule),
    }, rule.selector);
  }

  #depart(item: Outgoing): void {
    for (const result of this.#out(item)) {
      if (result.kind === "break") this.#schedule(result);
      else {
        const dueMs = this.#lanes.queue(result);
        if (eventOf(result, "session.created")) this.#createdMs ??= dueMs;
      }
    }
  }

  /** Counts from when that has left which it follows, however late other faults let it. */
  #schedule(item: Break): void {
    const dueMs = Math.max(item.dueMs, this.#lanes.lastDueMs) + item.afterMs;
    this.#clock.at(dueMs, () => this.#break({ ...item, dueMs }));
  }

  #leave(item: Outgoing): void {
    if (!this.#ended) this.#ends!.leave(item);
  }

  #break(item: Break): void {
    if (this.#ended) return;
    item.onLeave();
    if (ENDING.has(item.way.by)) this.end();
    this.#ends!.leave(item);
  }

  /** Later, for a fault speaks up while the session is in the middle of sending. */
  #inject(event: ClientEvent, dueMs: number): void {
    const event_id = makeId("fault", this.#injectedRandom);
    const text = JSON.stringify({ ...event, event_id });
    this.#clock.at(dueMs, () => {
      this.#injectedId = event_id;
      this.#ends!.receive(text);
      this.#injectedId = undefined;
    });
  }

  /** The client must not hear that the session refused what it never said. */
  #isOwnError(event: WireEvent): boolean {
    return this.#injectedId !== undefined && event.type === "error" &&
      event.error.event_id === this.#injectedId;
  }
}
