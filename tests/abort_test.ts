/** `bench --abort-on-fail` from end to end. */
import assert from "node:assert/strict";
import { outcomes, readRunJson, readTable, tempRun, ttfa } from "./support.ts";

Deno.test("bench --abort-on-fail ends the run, with a whole folder that says by what", async () => {
  await using run = await tempRun();
  const patient = ["--skip-calibration", "--late-limit", "5000", "--quiet", "--think", "20"];
  const load = ["--clients", "2", "--duration", "10m", "--out", run.out];
  const sure = ["--threshold", "error_rate<=0.5", "--threshold", "ttfa: max<1"];
  const { code, stdout, stderr } = await ttfa([
    ...["bench", ...patient, ...load, ...sure, "--abort-on-fail", "--abort-grace", "1s"],
  ]);
  assert.equal(code, 1, stderr);
  assert.match(stdout, /^Aborted after \d+ s by 'ttfa: max<1': the results are partial\.$/m);
  const { state, aborted, validity, thresholds } = await readRunJson(run.out);
  assert.deepEqual([state, aborted.by, validity], [
    ...["interrupted", "ttfa: max<1", { valid: true, reasons: [] }],
  ]);
  assert.ok(aborted.afterMs >= 1000 && aborted.afterMs < 120_000);
  assert.deepEqual(thresholds.map(({ passed }: { passed: boolean }) => passed), [true, false]);
  const counts = outcomes(await readTable(run.out, "turns"));
  assert.ok(counts.ok! > 0);
  assert.deepEqual(Object.keys(counts).filter((name) => !["ok", "interrupted"].includes(name)), []);
  assert.equal((await readTable(run.out, "sessions")).length, 2);
  assert.match(await Deno.readTextFile(`${run.out}/report.html`), /aborted after \d+ s by/);
  const again = await ttfa(["report", run.out]);
  assert.equal(again.stdout, stdout);
});

Deno.test("bench --abort-on-fail needs a threshold and a load, and all that is wrong is said at once", async () => {
  const { code, stderr } = await ttfa(["bench", "--abort-on-fail", "--fixture", "/nowhere.wav"]);
  assert.equal(code, 2);
  assert.match(stderr, /^--abort-on-fail: has no --threshold to go by/m);
  assert.match(stderr, /^--fixture: /m);
  const several = await ttfa([
    ...["bench", "--abort-grace", "3s", "--threshold", "ttfa{region:moon,scenario:text}: med<1"],
    ...["--threshold", "ttfa: p(0)<1"],
  ]);
  assert.equal(several.code, 2);
  for (
    const rule of ["--abort-grace: ", "a region that is not", "a scenario that is not", "p(N)"]
  ) {
    assert.ok(several.stderr.includes(rule), rule);
  }
});
