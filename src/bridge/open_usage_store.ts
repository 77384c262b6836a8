import { UsageError } from "../config/problem.ts";
import type { AccessConfig } from "./access_config.ts";
import { MemoryUsageStore, type UsageStore } from "./usage_store.ts";

/**
 * The store that is asked for. A bridge goes on without KV, and `say` tells so once, unless a limit on
 * minutes counts on a database that was named: in memory it would be another limit.
 *
 * @throws {UsageError} where a database that cannot be done without cannot be opened.
 */
export async function openUsageStore(
  { usageKv: kvPath, limits }: Pick<AccessConfig, "usageKv" | "limits">,
  say: (line: string) => void,
): Promise<UsageStore> {
  if (kvPath === undefined) return new MemoryUsageStore();
  try {
    if (typeof Deno.openKv !== "function") throw new Error("this runtime needs --unstable-kv");
    const { KvUsageStore } = await import("./kv_usage_store.ts");
    return new KvUsageStore(await Deno.openKv(kvPath || undefined));
  } catch (error) {
    if (kvPath !== "" && limits.minutesPerUserDay !== undefined) throw needed(error);
    say(`usage is kept in memory and lost at the end, as Deno KV cannot be opened: ${error}`);
    return new MemoryUsageStore();
  }
}

function needed(error: unknown): UsageError {
  const rule = `cannot be opened, and BRIDGE_MAX_MINUTES_PER_USER_DAY counts on it (${error})`;
  const remedy = "see that the runtime has --unstable-kv and may read and write it, or unset one";
  return new UsageError([{ field: "BRIDGE_USAGE_KV", rule, remedy }]);
}
