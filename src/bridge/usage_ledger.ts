import { type Cancel, type Clock, sleep } from "../time/clock.ts";
import { isNothing, NO_USAGE, plus, type Usage } from "./usage.ts";
import { UsageMeter } from "./usage_meter.ts";
import type { UsageBatch, UsageRow, UsageStore } from "./usage_store.ts";

/** How much an instance that dies at once can lose. */
export const FLUSH_INTERVAL_MS = 5_000;
/** At the end, where there is no next interval. */
const RETRY_MS = 100;
/** A commit of KV takes 80 KiB of keys; a row has seven, with a user's name of up to 384 bytes in each. */
export const MAX_ROWS = 20;

export interface LedgerOptions {
  readonly clock: Clock;
  readonly store: Promise<UsageStore>;
  /** Unlike that of any other bridge. */
  readonly bootId: string;
  /** Called after each interval in which sessions were open. */
  readonly onInterval?: () => void;
}

/**
 * Collects the usage of all sessions and adds it to the store every few seconds while there is any.
 * What could not be added is added later, as the same batch, which a store takes once.
 */
export class UsageLedger {
  readonly #options: LedgerOptions;
  readonly #meters = new Map<UsageMeter, string>();
  #rows = new Map<string, UsageRow>();
  #batches: UsageBatch[] = [];
  /** Given to the store, which may have it by now or not. */
  #inDoubt: UsageBatch | undefined;
  #batchCount = 0;
  #flushing: Promise<void> | undefined;
  #cancel: Cancel | undefined;

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  /** A meter of a session that is dialled; it is asked until its end is counted. */
  open(user: string): UsageMeter {
    const meter = new UsageMeter();
    this.#meters.set(meter, user);
    this.#cancel ??= this.#schedule();
    return meter;
  }

  /**
   * What a user has used on a day, stored or not; rejects when the store cannot be reached. Not with a
   * batch of which it is not known whether the store has it: a few seconds too little turn nobody away.
   */
  async used(day: string, user: string): Promise<Usage> {
    const stored = await (await this.#options.store).read(day, user);
    this.#collect();
    const waiting = this.#batches.filter((batch) => batch !== this.#inDoubt);
    const unstored = [...waiting.flatMap(({ rows }) => rows), ...this.#rows.values()]
      .filter((row) => row.day === day && row.user === user);
    return [...stored, ...unstored].map(({ usage }) => usage).reduce(plus, NO_USAGE);
  }

  /** Adds to the store what is known now; rejects when that fails, and nothing is lost. */
  async flush(): Promise<void> {
    await this.#flushing?.catch(() => {});
    await (this.#flushing ??= this.#flush().finally(() => this.#flushing = undefined));
  }

  /** Stops the clock and flushes a last time, again and again until `untilMs` if it fails. */
  async close(untilMs = 0): Promise<void> {
    const { clock } = this.#options;
    this.#cancel?.();
    while (true) {
      try {
        return await this.flush();
      } catch (error) {
        if (clock.now() + RETRY_MS >= untilMs) throw error;
        await sleep(clock, RETRY_MS);
      }
    }
  }

  async #flush(): Promise<void> {
    const store = await this.#options.store;
    this.#collect();
    // One batch after the other: those that wait are few, and a store that is down is asked once.
    if (this.#batches.length === 0) this.#cutBatches();
    while (this.#batches.length > 0) {
      this.#inDoubt = this.#batches[0]!;
      await store.add(this.#inDoubt);
      this.#inDoubt = undefined;
      this.#batches.shift();
      if (this.#batches.length === 0) this.#cutBatches();
    }
  }

  #collect(): void {
    const { clock } = this.#options;
    const day = dayOf(clock.wallMs());
    for (const [meter, user] of this.#meters) {
      this.#add({ day, user, usage: meter.take(clock.now()) });
      if (meter.hasEnded) this.#meters.delete(meter);
    }
  }

  #add(row: UsageRow): void {
    if (isNothing(row.usage)) return;
    const key = `${row.day} ${row.user}`;
    const known = this.#rows.get(key);
    this.#rows.set(key, known ? { ...row, usage: plus(known.usage, row.usage) } : row);
  }

  #cutBatches(): void {
    const rows = [...this.#rows.values()];
    this.#rows = new Map();
    for (let i = 0; i < rows.length; i += MAX_ROWS) {
      const id = `${this.#options.bootId}-${this.#batchCount++}`;
      this.#batches.push({ id, rows: rows.slice(i, i + MAX_ROWS) });
    }
  }

  #schedule(): Cancel {
    const { clock, onInterval } = this.#options;
    return clock.at(clock.now() + FLUSH_INTERVAL_MS, async () => {
      this.#cancel = this.#schedule();
      onInterval?.();
      await this.flush().catch(() => {}); // The next interval tries again.
      if (this.#meters.size > 0 || this.#rows.size > 0 || this.#batches.length > 0) return;
      this.#cancel?.();
      this.#cancel = undefined;
    });
  }
}

/** The day of a time, in UTC. */
export function dayOf(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 10);
}
