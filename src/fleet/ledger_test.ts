import assert from "node:assert/strict";
import type { EndRecord } from "./records.ts";
import { Ledger } from "./ledger.ts";

const member = (name: string) => ({
  ...{ name, region: "eu", instance: "i" },
  segment: { index: 0, count: 1, regions: ["eu"] },
});
const end = (windows: number, changes: Partial<EndRecord> = {}): EndRecord => ({
  ...{ windows, rows: 0, unreachable: [], startLateMs: 0 },
  ...{ complaints: [], remarks: [], scenarioErrors: [] },
  ...changes,
});

Deno.test("Ledger: each window counts once, in whatever order", () => {
  const ledger = new Ledger({ members: [member("a"), member("b")] });
  assert.equal(ledger.isNew("a", "windows", 1), true);
  assert.equal(ledger.isNew("a", "windows", 0), true);
  assert.equal(ledger.isNew("a", "windows", 1), false);
  assert.equal(ledger.isNew("b", "windows", 1), true);
  assert.equal(ledger.isNew("a", "rows", 1), true);
  assert.equal(ledger.isNew("stranger", "windows", 0), false);
});

Deno.test("Ledger: an agent is awaited until all that it made has come, or it is lost", () => {
  const ledger = new Ledger({ members: [member("a"), member("b")] });
  const names = () => ledger.awaited.map(({ member: { name } }) => name);
  const a = ledger.accounts.get("a")!;
  a.end = end(2);
  ledger.isNew("a", "windows", 0);
  assert.deepEqual(names(), ["a", "b"]);
  ledger.isNew("a", "windows", 1);
  assert.deepEqual(names(), ["b"]);
  ledger.accounts.get("b")!.isLost = true;
  assert.deepEqual(names(), []);
});

Deno.test("Ledger: who failed or left is not held to have done his share", () => {
  const ledger = new Ledger({ members: [member("a"), member("b"), member("c")] });
  const ends = [end(5), end(2, { failed: "out of memory" }), end(2, { hasLeft: true })];
  [...ledger.accounts.values()].forEach((account, i) => {
    account.end = ends[i]!;
    for (let n = 0; n < ends[i]!.windows; n++) ledger.isNew(account.member.name, "windows", n);
  });
  const figures = ledger.coverage(undefined).map(({ received, expected }) => [received, expected]);
  assert.deepEqual(figures, [[5, 5], [2, 5], [2, 5]]);
});

Deno.test("Ledger: when one ends before the start, there can be none", () => {
  const ledger = new Ledger({ members: [member("a")] });
  assert.equal(ledger.hasFailedToStart, false);
  ledger.accounts.get("a")!.end = end(0);
  assert.equal(ledger.hasFailedToStart, true);
  ledger.start = { starts: {} };
  assert.equal(ledger.hasFailedToStart, false);
});
