import assert from "node:assert/strict";
import { outcomes, readRunJson, readTable, tempRun, ttfa } from "./support.ts";

/** What goes wrong in each session, and what the client must make of it. */
const PROVOKED = {
  no_audio: "no-audio",
  early_reply: "early-reply",
  split_turn: "mute:700ms",
  interrupted: "fail:turn_detected",
  error: "fail:rate_limit_exceeded",
  timeout: "stall:1min",
  closed: "cut@turn=1",
};

/** Longer than what the mock sends before it: a player of the reply runs dry. */
const STARVING = "stall:800ms";

/** The mock's first session is the one that bench tries the target with. */
const FIRST_CLIENT = 2;

const inSession = (fault: string, n: number) =>
  `${fault}${fault.includes("@") ? "," : "@"}session=${n}`;

Deno.test("bench --fault: each fault is counted as what it is, and the sum is what was attempted", async () => {
  await using run = await tempRun();
  const faults = [...Object.values(PROVOKED), STARVING].flatMap((fault, i) => [
    "--fault",
    inSession(fault, i + FIRST_CLIENT),
  ]);
  const sessions = Object.keys(PROVOKED).length + 2;
  const { code, stdout, stderr } = await ttfa([
    ...["bench", "--clients", String(sessions), "--turns", "1", "--think", "1", ...faults],
    ...["--late-limit", "5000", "--quiet", "--turn-timeout", "8", "--out", run.out],
  ]);
  // Seven of nine turns are in no percentile, and no threshold says that this is tolerated.
  assert.equal(code, 4, stderr);
  assert.match(stdout, /7 of 9 turns did not end well/);
  const turns = await readTable(run.out, "turns");
  const each = Object.fromEntries(Object.keys(PROVOKED).map((outcome) => [outcome, 1]));
  assert.deepEqual(outcomes(turns), { ...each, ok: 2 });
  const worstMs = turns.filter(({ outcome }) => outcome === "ok")
    .map(({ underrun_worst_ms }) => Number(underrun_worst_ms));
  assert.ok(Math.max(...worstMs) > 500, `${worstMs}`);
  const codeOf = (outcome: string) => turns.find((turn) => turn.outcome === outcome)!.error_code;
  assert.equal(codeOf("error"), "rate_limit_exceeded");
  const [group] = (await readRunJson(run.out)).outcomes;
  assert.equal(group.attempts, sessions);
  assert.deepEqual(outcomes(await readTable(run.out, "sessions")), { ok: sessions - 1, closed: 1 });
});

Deno.test("bench --late-limit: what this generator did too late is its own outcome, and voids the run", async () => {
  await using run = await tempRun();
  const { code, stdout } = await ttfa([
    ...["bench", "--clients", "2", "--turns", "1", "--think", "1", "--late-limit", "0.0001"],
    ...["--quiet", "--out", run.out],
  ]);
  assert.equal(code, 4);
  assert.deepEqual(outcomes(await readTable(run.out, "turns")), { late_generator: 2 });
  assert.match(
    stdout.replace(/\s+/g, " "),
    /in 2 of 2 turns and 2 of 2 sessions this generator was more than 0\.0001 ms late/,
  );
});

Deno.test("bench --fault: a service that refuses or resets everyone is unreachable", async () => {
  await using run = await tempRun();
  const bench = (fault: string) =>
    ttfa([
      ...["bench", "--clients", "1", "--turns", "1", "--late-limit", "5000", "--quiet"],
      ...["--out", run.out, "--fault", fault],
    ]);
  const refused = await bench("refuse:503");
  assert.equal(refused.code, 3);
  assert.match(
    refused.stderr,
    /answered with an error \(upstream_refused, “the upstream refused .*503”\)/,
  );
  assert.equal((await bench("reset")).code, 3);
});

Deno.test("--fault: everything wrong is said before anything starts", async () => {
  for (const command of ["bench", "mock"]) {
    const { code, stderr } = await ttfa([command, "--fault", "stall", "--fault", "cut@p=7"]);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /--fault: in 'stall', a duration is missing; give a number with ms, s, min or h.* after a colon/,
    );
    assert.match(stderr, /--fault: in 'cut@p=7', 'p=7' cannot be read; write it as p=0\.1/);
  }
  const remote = await ttfa(["bench", "--target", "ws://127.0.0.1:1/voice", "--fault", "reset"]);
  assert.equal(remote.code, 2);
  assert.match(remote.stderr, /--fault: is for the embedded mock, and no region has it/);
});
