import assert from "node:assert/strict";
import { outcomes, readRunJson, readTable, tempRun, ttfa } from "./support.ts";

Deno.test("bench --arrival-rate over two workers: each arrival is a session or dropped, and said so", async () => {
  await using run = await tempRun();
  const { code, stdout, stderr } = await ttfa([
    ...["bench", "--arrival-rate", "4/s", "--duration", "3s", "--clients", "4", "--turns", "1"],
    ...["--workers", "2", "--think", "50", "--late-limit", "5000", "--quiet", "--out", run.out],
  ]);
  assert.equal(code, 4, stderr);
  const { config, outcomes: [row], validity } = await readRunJson(run.out);
  const sessions = await readTable(run.out, "sessions");
  const turns = await readTable(run.out, "turns");
  assert.equal(config.workers, 2);
  assert.equal(config.load.shape, "constant-arrival-rate");
  // Speech and reply take longer than three seconds: the pool of four is busy until the end.
  assert.deepEqual([sessions.length, turns.length, row.dropped], [4, 4, 8]);
  assert.deepEqual([outcomes(sessions), outcomes(turns)], [{ ok: 4 }, { ok: 4 }]);
  assert.equal(new Set(sessions.map((session) => session.session_id)).size, 4);
  assert.match(stdout, /4 sessions: 4 ok · 8 dropped/);
  assert.match(validity.reasons.join(), /8 of 12 arrivals .* raise --clients to at least 12/);
});

Deno.test("bench names all contradictions of the load's shape at once", async () => {
  const args = ["--stages", "10s:5", "--turns", "2", "--clients", "3", "--fixture", "/nowhere"];
  const { code, stderr } = await ttfa(["bench", ...args]);
  assert.equal(code, 2);
  for (const flag of ["--turns", "--clients", "--fixture"]) {
    assert.match(stderr, new RegExp(`^${flag}: `, "m"));
  }
});
