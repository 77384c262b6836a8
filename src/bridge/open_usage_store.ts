import { MemoryUsageStore, type UsageStore } from "./usage_store.ts";

/**
 * The store that is asked for. A bridge goes on without KV, and `say` tells so once.
 *
 * @param kvPath a path or URL; empty for the platform's own; undefined where memory will do.
 */
export async function openUsageStore(
  kvPath: string | undefined,
  say: (line: string) => void,
): Promise<UsageStore> {
  if (kvPath === undefined) return new MemoryUsageStore();
  try {
    if (typeof Deno.openKv !== "function") throw new Error("this runtime needs --unstable-kv");
    const { KvUsageStore } = await import("./kv_usage_store.ts");
    return new KvUsageStore(await Deno.openKv(kvPath || undefined));
  } catch (error) {
    say(`usage is kept in memory and lost at the end, as Deno KV cannot be opened: ${error}`);
    return new MemoryUsageStore();
  }
}
