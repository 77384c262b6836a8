import { NO_USAGE, type Usage, USAGE_FIELDS } from "./usage.ts";
import type { UsageBatch, UsageRow, UsageStore } from "./usage_store.ts";

/** How long a batch is remembered. A batch is tried again within seconds, or with its bridge never. */
const MARKER_LIFE_MS = 3_600_000;

/** Usage in Deno KV, under `["usage", day, user, field]`. */
export class KvUsageStore implements UsageStore {
  readonly kind = "kv";
  readonly #kv: Deno.Kv;

  constructor(kv: Deno.Kv) {
    this.#kv = kv;
  }

  /** One commit: sums that several bridges may add to at once, and a marker that they are in. */
  async add({ id, rows }: UsageBatch): Promise<void> {
    const marker = ["usage_batch", id];
    const commit = this.#kv.atomic()
      .check({ key: marker, versionstamp: null })
      .set(marker, true, { expireIn: MARKER_LIFE_MS });
    for (const { day, user, usage } of rows) {
      for (const field of USAGE_FIELDS) {
        if (usage[field] > 0) commit.sum(["usage", day, user, field], BigInt(usage[field]));
      }
    }
    // Not committed means that the marker is there: the batch is in, and only the answer was lost.
    await commit.commit();
  }

  async read(day: string, user?: string): Promise<readonly UsageRow[]> {
    const prefix = ["usage", day, ...(user === undefined ? [] : [user])];
    const users = new Map<string, Record<keyof Usage, number>>();
    for await (const { key, value } of this.#kv.list<Deno.KvU64>({ prefix })) {
      const [, , name, field] = key as [string, string, string, keyof Usage];
      const usage = users.get(name) ?? { ...NO_USAGE };
      usage[field] = Number(value.value);
      users.set(name, usage);
    }
    return [...users].map(([user, usage]) => ({ day, user, usage }));
  }

  close(): void {
    this.#kv.close();
  }
}
