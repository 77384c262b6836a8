import { KvUsageStore } from "../../src/bridge/kv_usage_store.ts";
import type { BridgeProcess } from "../bridge_process.ts";
import { type Tallies, type Tally, tallyOf } from "./tally.ts";

/** What the bridge's users used, whose names are kinds, as `GET /usage` has it. */
export async function usageOf(bridge: BridgeProcess, days: Iterable<string>): Promise<Tallies> {
  const rows = [];
  for (const day of days) rows.push(...(await bridge.get(`/usage?day=${day}`)).users);
  return sumOf(rows);
}

/** The same as Deno KV at `path` has it, which no bridge has open any more. */
export async function usageIn(path: string, days: Iterable<string>): Promise<Tallies> {
  const store = new KvUsageStore(await Deno.openKv(path));
  const rows = [];
  for (const day of days) {
    rows.push(...(await store.read(day)).map(({ user, usage }) => ({ user, ...usage })));
  }
  store.close();
  return sumOf(rows);
}

function sumOf(rows: readonly ({ readonly user: string } & Tally)[]): Tallies {
  const tallies: Tallies = new Map();
  for (const row of rows) {
    const tally = tallyOf(tallies, row.user);
    for (const field of Object.keys(tally) as (keyof Tally)[]) tally[field] += row[field];
  }
  return tallies;
}
