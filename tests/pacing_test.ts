import assert from "node:assert/strict";
import { lateConnects, readTable, tempRun, ttfa } from "./support.ts";

const LATE_LIMIT_MS = 20;

Deno.test("turns.csv alone proves the pacing: no turn counts that had a frame over the limit late", async () => {
  await using run = await tempRun();
  const load = ["--scenario", "idle", "--clients", "20", "--duration", "3s", "--ramp", "300ms"];
  const { code, stderr } = await ttfa([
    ...["bench", ...load, "--skip-calibration", "--quiet", "--out", run.out],
  ]);
  const rows = await readTable(run.out, "turns");
  assert.equal(rows.length, 20, stderr);
  const late = rows.filter(({ outcome }) => outcome === "late_generator");
  for (const row of rows) {
    const [p99Ms, maxMs] = [Number(row.pacing_p99_ms), Number(row.pacing_max_ms)];
    assert.ok(p99Ms > 0 && p99Ms <= maxMs);
    if (maxMs > LATE_LIMIT_MS) assert.equal(row.outcome, "late_generator");
  }
  // A busy machine is late, and then says so.
  const isValid = late.length === 0 && lateConnects(await readTable(run.out, "sessions")) === 0;
  assert.equal(code, isValid ? 0 : 4, stderr);
});
