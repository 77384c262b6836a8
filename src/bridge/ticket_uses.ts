import type { Ticket } from "./ticket.ts";

/** Remembers which tickets were used, for as long as each is valid. Of this instance alone. */
export class TicketUses {
  /** In the order of the first use. */
  readonly #used = new Map<string, { uses: number; readonly expiresAtS: number }>();

  get size(): number {
    return this.#used.size;
  }

  /** Whether a valid ticket opens one more session. */
  has(ticket: Ticket): boolean {
    return (this.#used.get(ticket.id)?.uses ?? 0) < ticket.uses;
  }

  use({ id, expiresAtS }: Ticket, wallMs: number): void {
    this.#forgetExpired(wallMs / 1000);
    const entry = this.#used.get(id);
    if (entry) entry.uses++;
    else this.#used.set(id, { uses: 1, expiresAtS });
  }

  /** From the front only: what a longer one there keeps back is small and goes with it. */
  #forgetExpired(nowS: number): void {
    for (const [id, { expiresAtS }] of this.#used) {
      if (expiresAtS > nowS) return;
      this.#used.delete(id);
    }
  }
}
