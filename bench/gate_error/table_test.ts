import assert from "node:assert/strict";
import type { GateRecord } from "./record.ts";
import { errorTable } from "./table.ts";

const turns = (ms: number) => ({ ttfaMs: [ms, ms + 1, ms + 2, ms + 3], failed: 0 });

function record(gate: number, changes: Partial<GateRecord>, baseMs = 100, addedMs = 0): GateRecord {
  return {
    row: "aa",
    seed: 1,
    gate,
    startedAt: new Date(1000 * gate).toISOString(),
    wallMs: 1,
    verdict: "passed",
    reasons: [],
    turns: 4,
    late: 0,
    cells: [],
    blocks: Array.from({ length: 12 }, () => ({
      base: turns(baseMs),
      candidate: turns(baseMs + addedMs),
    })),
    ...changes,
  };
}

Deno.test("the table: shares with bounds, the void and the blind beside them", () => {
  const records = [
    ...Array.from({ length: 9 }, (_, i) => record(i, {})),
    record(9, { verdict: "regression" }),
    record(10, { verdict: "invalid" }),
    record(11, { row: "+5ms", verdict: "inconclusive" }, 100, 30),
  ];
  const [header, , aa, added, ...none] = errorTable(records).split("\n").map((line) =>
    line.split("|").slice(1, -1).map((cell) => cell.trim())
  );
  const none10 = "0.0 % (0.0–30.8)";
  assert.deepEqual(aa, ["aa", "10", "10.0 % (0.3–44.5)", none10, none10, none10, "0", "1"]);
  assert.deepEqual(added!.slice(0, 3), ["+5ms", "1", "0.0 % (0.0–97.5)"]);
  assert.deepEqual(added!.slice(3), [...Array(3).fill("100.0 % (2.5–100.0)"), "1", "0"]);
  assert.equal(header!.length, 8);
  assert.deepEqual(none, []);
});

Deno.test("the table: a stored run is of another time, so that the host's drift shows", () => {
  const drifted = Array.from({ length: 10 }, (_, i) => record(i, {}, i < 5 ? 100 : 120));
  const [, , gate, fixed] = errorTable(drifted).split("\n")[2]!.split("|").map((c) => c.trim());
  assert.match(gate!, /^10$/);
  assert.match(fixed!, /^0.0 %/);
  assert.match(errorTable(drifted).split("\n")[2]!.split("|")[4]!, /50.0 %/);
});
