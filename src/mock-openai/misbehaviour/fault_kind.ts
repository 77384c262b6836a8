import type { Step } from "../../links/step.ts";
import type { ClientEvent } from "../../protocol/events.ts";
import type { Random } from "../../random/random.ts";
import type { Argument } from "./argument.ts";
import type { Outgoing } from "./outgoing.ts";
import type { Selector, SelectorName } from "./selector.ts";

/** What a fault does to one session: to what leaves it, and to the text frames of its client. */
export interface FaultSteps {
  readonly outgoing?: Step<Outgoing>;
  readonly incoming?: Step<string>;
}

/** What a fault may use in one session. */
export interface FaultContext {
  /** The fault's own, so that faults do not shift each other's draws. */
  readonly random: Random;
  /** When `session.created` leaves, or has left, after all delays; `undefined` before it is sent. */
  createdMs(): number | undefined;
  /**
   * Says something to the session as if the client did; the client hears of no refusal. Without
   * `dueMs` before the session goes on, as soon as it has said what it is just saying.
   */
  inject(event: ClientEvent, dueMs?: number): void;
  /** Counts the fault as given once more. */
  given(): void;
}

/** Begins the fault in one session. */
export type Begin = (context: FaultContext, selector: Selector) => FaultSteps;

export interface FaultKind {
  /** What stands after the colon; `undefined` where nothing may. */
  readonly argument?: Argument<unknown>;
  readonly selectors: readonly SelectorName[];
  /** Whether it acts on the TCP connection, beneath the WebSocket. */
  readonly onConnection: boolean;
  /** Whether it says something to the session in the client's name. */
  readonly injects: boolean;
  /** @param argument what `argument` has read. */
  begin(argument: unknown): Begin;
}

interface KindOptions<A> {
  readonly argument?: Argument<A>;
  readonly selectors?: readonly SelectorName[];
  readonly onConnection?: boolean;
  readonly injects?: boolean;
  begin(argument: A): Begin;
}

/** A kind of fault; by default it takes every selector and leaves the connection alone. */
export function faultKind<A = undefined>(options: KindOptions<A>): FaultKind {
  return {
    ...(options.argument && { argument: options.argument }),
    selectors: options.selectors ?? ["p", "session", "turn", "after"],
    onConnection: options.onConnection ?? false,
    injects: options.injects ?? false,
    // The argument is what this kind's own reader has read.
    begin: (argument) => options.begin(argument as A),
  };
}
