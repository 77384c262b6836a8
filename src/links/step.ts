import type { Random } from "../random/random.ts";

/**
 * What travels through one direction of a link. `dueMs` is when it may leave, on the link's clock; on
 * entering the chain it is the time of arrival.
 */
export type Item =
  | { readonly kind: "data"; readonly dueMs: number; readonly bytes: Uint8Array }
  /** The sender is done; the other direction stays open. */
  | { readonly kind: "end"; readonly dueMs: number }
  /** The connection broke. Nothing follows. */
  | { readonly kind: "reset"; readonly dueMs: number };

/**
 * One effect on what travels in one direction, of a link unless `I` says otherwise: takes an item,
 * gives what it becomes. It may put due times off, split data, keep data back (none) or end the connection, now or later (by
 * adding an item), but due times never decrease from one item to the next. Steps only compute: they
 * never wait, so that delays of several steps add up exactly.
 */
export type Step<I = Item> = (item: I) => readonly I[];

/** Makes the steps of one direction of one connection; state and randomness are its own. */
export type StepFactory = (random: Random) => readonly Step[];

/** One step that does what `steps` do one after the other. */
export function chain<I = Item>(steps: readonly Step<I>[]): Step<I> {
  return (item) =>
    steps.reduce<readonly I[]>((items, step) => items.flatMap((i) => step(i)), [item]);
}
