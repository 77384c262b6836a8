import assert from "node:assert/strict";
import { KvUsageStore } from "./kv_usage_store.ts";
import { openUsageStore } from "./open_usage_store.ts";
import { NO_USAGE } from "./usage.ts";
import { MAX_ROWS } from "./usage_ledger.ts";
import type { UsageRow } from "./usage_store.ts";

/** `deno task test` asks for KV; a bare `deno test` has none to try. */
const ignore = typeof Deno.openKv !== "function";
const day = "2026-01-01";
const row = (user: string, sessionMs: number): UsageRow => {
  return { day, user, usage: { ...NO_USAGE, sessions: 1, sessionMs } };
};

Deno.test({
  name: "KvUsageStore sums what several bridges add, each batch once",
  ignore,
  async fn() {
    const store = new KvUsageStore(await Deno.openKv(":memory:"));
    const batch = { id: "a-0", rows: [row("ann", 5), row("bob", 7)] };
    await Promise.all([store.add(batch), store.add({ id: "b-0", rows: [row("ann", 10)] })]);
    await store.add(batch);
    const [ann, bob] = await store.read(day);
    assert.deepEqual(ann, { day, user: "ann", usage: { ...NO_USAGE, sessions: 2, sessionMs: 15 } });
    assert.deepEqual(bob, row("bob", 7));
    assert.deepEqual(await store.read(day, "bob"), [row("bob", 7)]);
    assert.deepEqual(await store.read("2026-01-02"), []);
    store.close();
  },
});

Deno.test({
  name: "KvUsageStore takes as large a batch as the ledger makes",
  ignore,
  async fn() {
    const store = new KvUsageStore(await Deno.openKv(":memory:"));
    const all = Object.fromEntries(Object.keys(NO_USAGE).map((field) => [field, 1]));
    const usage = { ...NO_USAGE, ...all };
    const rows = Array.from(
      { length: MAX_ROWS },
      (_, i) => ({ day, user: `${"€".repeat(126)}${i}`, usage }),
    );
    await store.add({ id: "a", rows });
    assert.equal((await store.read(day)).length, MAX_ROWS);
    store.close();
  },
});

Deno.test("openUsageStore falls back to memory where KV cannot be opened, and says so once", async () => {
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  assert.equal((await openUsageStore({ limits: {} }, say)).kind, "memory");
  assert.deepEqual(said, []);
  const usageKv = "/nowhere/at/all/usage.db";
  assert.equal((await openUsageStore({ usageKv, limits: {} }, say)).kind, "memory");
  assert.match(said.join("\n"), /^usage is kept in memory.*Deno KV cannot be opened/);
});

Deno.test("openUsageStore fails where a limit on minutes counts on a database that is not there", async () => {
  const limits = { minutesPerUserDay: 1 };
  const open = openUsageStore({ usageKv: "/nowhere/at/all/usage.db", limits }, assert.fail);
  await assert.rejects(open, { name: "UsageError", message: /^BRIDGE_USAGE_KV: cannot be opened/ });
});
