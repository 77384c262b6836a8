import assert from "node:assert/strict";
import { dirname } from "node:path";
import { REGION_PROFILES } from "../src/links/profiles.ts";
import {
  lateConnects,
  outcomes,
  readRunJson,
  readTable,
  type Row,
  tempRun,
  ttfa,
} from "./support.ts";

/** A busy machine may be late: not what these tests are about. */
const PATIENT = ["--late-limit", "5000", "--quiet", "--skip-calibration"];

function assertSound(turns: readonly Row[]): void {
  for (const turn of turns) {
    if (turn.outcome !== "ok") continue;
    assert.ok(Number(turn.ttfa_ms) > 0, JSON.stringify(turn));
    const sum = Number(turn.endpointing_ms) + Number(turn.response_latency_ms);
    assert.ok(Math.abs(sum - Number(turn.ttfa_ms)) <= 0.1, JSON.stringify(turn));
    assert.ok(Number(turn.ttfa_audible_ms) >= Number(turn.ttfa_ms), JSON.stringify(turn));
    assert.ok(Number(turn.turn_ms) >= Number(turn.ttfa_ms), JSON.stringify(turn));
    assert.ok(Number(turn.rtt_ms) > 0, JSON.stringify(turn));
  }
}

Deno.test("bench without flags: ten callers, thirty turns, every table sound", async () => {
  await using run = await tempRun();
  const { code, stdout } = await ttfa(["bench", "--out", run.out]);
  const turns = await readTable(run.out, "turns");
  const sessions = await readTable(run.out, "sessions");
  const summary = await readTable(run.out, "summary");
  const report = await readRunJson(run.out);

  assert.equal(turns.length, 30);
  assert.equal(sessions.length, 10);
  assertSound(turns);
  // On a busy machine a turn may be late; it is then counted as such, and too many void the run.
  const { ok = 0, late_generator: late = 0 } = outcomes(turns);
  assert.equal(ok + late, 30, JSON.stringify(outcomes(turns)));
  assert.equal(code, late > 0.02 * 30 || lateConnects(sessions) > 0.02 * 10 ? 4 : 0);
  assert.equal(report.validity.valid, code === 0);
  assert.deepEqual(outcomes(sessions), { ok: 10 });
  const ttfaRow = summary.find((row) => row.metric === "ttfa")!;
  assert.equal(Number(ttfaRow.count), ok);
  assert.equal(Number(ttfaRow.excluded), late);
  assert.equal(report.state, "complete");
  assert.match(stdout, /local · conversation/);
  assert.match(stdout, /^Instrument error in ms, of p50 and p99: ttfa ±[\d.]+ and ±[\d.]+; rtt ±/m);
  for (const { p50Ms, p99Ms } of [report.instrument.ttfa, report.instrument.rtt]) {
    assert.ok(p50Ms > 0 && p99Ms >= p50Ms);
  }
  if (Deno.build.os === "linux") assert.ok(report.heldBack.looks > 0);
});

Deno.test("bench --region: each region's round trip has its link's in it", async () => {
  await using run = await tempRun();
  const { code } = await ttfa([
    ...["bench", "--region", "us,eu", "--clients", "2", "--turns", "1", "--out", run.out],
    ...PATIENT,
  ]);
  const turns = await readTable(run.out, "turns");
  assertSound(turns);
  assert.deepEqual([code, outcomes(turns)], [0, { ok: 4 }]);
  for (const region of ["us", "eu"]) {
    const own = turns.filter((turn) => turn.region === region);
    const { client, upstream } = REGION_PROFILES[region]!;
    assert.equal(own.length, 2);
    // Each link may be up to 1.2 ms short each way, on top of whatever the path itself takes.
    const leastMs = client.rttMs + upstream.rttMs - 4 * 1.2;
    for (const turn of own) assert.ok(Number(turn.rtt_ms) >= leastMs, JSON.stringify(turn));
  }
  const sessions = await readTable(run.out, "sessions");
  for (const session of sessions) assert.equal(session.bridge_region, session.region);
});

Deno.test("bench --cold-start: fresh processes, their phases add up", async () => {
  await using run = await tempRun();
  const args = ["bench", "--scenario", "cold-start", "--cold-start", "2", "--out", run.out];
  args.push(...PATIENT);
  const { code, stdout } = await ttfa(args);
  const sessions = await readTable(run.out, "sessions");
  assert.equal(code, 0);
  assert.equal(sessions.length, 2);
  assert.equal(new Set(sessions.map((session) => session.boot_id)).size, 2);
  for (const session of sessions) {
    assert.equal(session.cold, "true");
    const phases = ["tcp_ms", "upgrade_ms", "session_ready_ms"].map((name) =>
      Number(session[name])
    );
    assert.ok(Number(session.cold_start_ms) > phases.reduce((a, b) => a + b));
  }
  assert.match(stdout, /listening +2/);
});

Deno.test("bench --threshold decides the exit code, and --json prints the report", async () => {
  await using run = await tempRun();
  const { code, stdout, stderr } = await ttfa([
    ...["bench", "--clients", "1", "--turns", "1", "--think", "50", "--out", run.out, "--json"],
    ...["--threshold", "ttfa: p(99)<1", "--threshold", "error_rate<0.5", ...PATIENT],
  ]);
  assert.equal(code, 1, stderr);
  const report = JSON.parse(stdout);
  assert.deepEqual(report.thresholds.map(({ passed }: { passed: boolean }) => passed), [
    false,
    true,
  ]);
  assert.deepEqual(report, await readRunJson(run.out));
  assert.match(stderr, /✗ ttfa: p\(99\)<1/);
});

Deno.test("bench --script: the embedded mock answers as it says", async () => {
  await using run = await tempRun();
  const script = `${dirname(run.out)}/script.yaml`;
  await Deno.writeTextFile(
    script,
    `rules:
  - { when: { turn: 1 }, say: Patience., think: 900 }
  - { when: { turn: 2 }, fail: { status: failed, code: rate_limit_exceeded } }
`,
  );
  await ttfa([
    ...["bench", "--clients", "1", "--turns", "3", "--think", "50", "--script", script],
    ...["--out", run.out, ...PATIENT],
  ]);
  const turns = await readTable(run.out, "turns");
  const ends = turns.map(({ outcome, error_code }) => [outcome, error_code]);
  assert.deepEqual(ends, [["ok", ""], ["error", "rate_limit_exceeded"], ["ok", ""]]);
  // From the end of speech, not from `speech_stopped`: that may be received late on a busy machine.
  assert.ok(Number(turns[0]!.ttfa_ms) >= 899);
});

Deno.test("bench --seed: the same plan every time", async () => {
  await using run = await tempRun();
  const fixtures = async (out: string) => {
    const args = ["--clients", "2", "--turns", "2", "--think", "1", "--seed", "7", ...PATIENT];
    assert.equal((await ttfa(["bench", "--out", out, ...args])).code, 0);
    const turns = await readTable(out, "turns");
    return turns.map((turn) => [turn.session_id, turn.turn, turn.fixture].join()).sort();
  };
  assert.deepEqual(await fixtures(`${run.out}/1`), await fixtures(`${run.out}/2`));
});
