import { MAX_LIFETIME_S, type Ticket } from "./ticket.ts";

/**
 * Remembers which tickets were used, of this instance alone: each for as long as any is valid, and by
 * the monotonic clock. A wall clock that is set back by minutes makes no used ticket good again.
 */
export class TicketUses {
  /** In the order of the first use. */
  readonly #used = new Map<string, { uses: number; readonly sinceMs: number }>();

  get size(): number {
    return this.#used.size;
  }

  /** Whether a valid ticket opens one more session. */
  has(ticket: Ticket): boolean {
    return (this.#used.get(ticket.id)?.uses ?? 0) < ticket.uses;
  }

  use({ id }: Ticket, nowMs: number): void {
    this.#forget(nowMs - MAX_LIFETIME_S * 1000);
    const entry = this.#used.get(id);
    if (entry) entry.uses++;
    else this.#used.set(id, { uses: 1, sinceMs: nowMs });
  }

  /** Takes a use back that came to nothing. */
  giveBack({ id }: Ticket): void {
    const entry = this.#used.get(id);
    if (entry) entry.uses--;
  }

  #forget(untilMs: number): void {
    for (const [id, { sinceMs }] of this.#used) {
      if (sinceMs > untilMs) return;
      this.#used.delete(id);
    }
  }
}
