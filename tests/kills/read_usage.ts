import { KvUsageStore } from "../../src/bridge/kv_usage_store.ts";
import type { BridgeProcess } from "../bridge_process.ts";
import { type Tallies, type Tally, tallyOf } from "./tally.ts";

/** As `GET /usage` has it. */
type Reported = Omit<Row, "sessionMs"> & { readonly seconds: number };
type Row = { readonly user: string } & Tally;

/** What the bridge's users used, whose names are kinds, as `GET /usage` has it. */
export async function usageOf(bridge: BridgeProcess, days: Iterable<string>): Promise<Tallies> {
  const rows = [];
  for (const day of days) {
    const { users }: { users: Reported[] } = await bridge.get(`/usage?day=${day}`);
    rows.push(...users.map(({ seconds, ...usage }) => ({ ...usage, sessionMs: seconds * 1000 })));
  }
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

function sumOf(rows: readonly Row[]): Tallies {
  const tallies: Tallies = new Map();
  for (const row of rows) {
    const tally = tallyOf(tallies, row.user);
    for (const field of Object.keys(tally) as (keyof Tally)[]) tally[field] += row[field];
  }
  return tallies;
}
