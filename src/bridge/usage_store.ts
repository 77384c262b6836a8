import { NO_USAGE, plus, type Usage } from "./usage.ts";

/** What one user used on one day. */
export interface UsageRow {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly user: string;
  readonly usage: Usage;
}

/** Rows to be added together. One user and day stand in it once. */
export interface UsageBatch {
  /** Unlike that of any other batch, of whichever bridge. */
  readonly id: string;
  readonly rows: readonly UsageRow[];
}

/** Keeps usage. Each method rejects when the store cannot be reached. */
export interface UsageStore {
  readonly kind: "memory" | "kv";
  /** Adds all rows or none; a batch that was added before changes nothing. */
  add(batch: UsageBatch): Promise<void>;
  /** All users of a day, or one. */
  read(day: string, user?: string): Promise<readonly UsageRow[]>;
  close(): void;
}

const MAX_DAYS = 32;

/** Usage of this process, lost with it: where nothing keeps it, it can still be read and limited. */
export class MemoryUsageStore implements UsageStore {
  readonly kind = "memory";
  /** By day. The oldest goes when there are too many: nothing may grow without bound. */
  #days = new Map<string, Map<string, Usage>>();

  add({ rows }: UsageBatch): Promise<void> {
    for (const { day, user, usage } of rows) {
      const users = this.#usersOf(day);
      users.set(user, plus(users.get(user) ?? NO_USAGE, usage));
    }
    return Promise.resolve();
  }

  read(day: string, user?: string): Promise<readonly UsageRow[]> {
    const rows = [...this.#days.get(day) ?? []].map(([user, usage]) => ({ day, user, usage }));
    return Promise.resolve(rows.filter((row) => user === undefined || row.user === user));
  }

  close(): void {}

  #usersOf(day: string): Map<string, Usage> {
    const users = this.#days.get(day) ?? new Map();
    this.#days.set(day, users);
    const [oldest] = [...this.#days.keys()].sort();
    if (this.#days.size > MAX_DAYS) this.#days.delete(oldest!);
    return users;
  }
}
