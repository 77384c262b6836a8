import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { dirname } from "node:path";
import { finished, readTable, startTtfa, tempRun, ttfa } from "./support.ts";
import { writeShortSpeech } from "./short_speech.ts";

const BRIDGE = fileURLToPath(new URL("../src/bridge/main.ts", import.meta.url));

/** Real gates on real sockets, as short as can be: half a second of speech and of reply, a quick mock. */
async function quickRun() {
  const run = await tempRun();
  const speech = `${dirname(run.out)}/short.wav`;
  const script = `${dirname(run.out)}/script.yaml`;
  await writeShortSpeech(speech);
  await Deno.writeTextFile(script, "rules: [{ say: Prudently., audio: short.wav, think: 20 }]\n");
  const quick = [
    "--script",
    script,
    "--fixture",
    speech,
    "--silence",
    "200",
    "--think-between",
    "20",
  ];
  const args = (
    ...own: string[]
  ) => ["gate", ...quick, "--quiet", "--json", "--out", run.out, ...own];
  return Object.assign(run, { args });
}

/** A busy machine may be late, and scatter by a lot: not what these tests are about. */
const PATIENT = [
  "--late-limit",
  "5000",
  "--floor-ms",
  "30",
  "--slow-size",
  "100",
  "--clients",
  "2",
];

// deno-lint-ignore no-explicit-any -- JSON that a test looks into
const cellOf = (report: any, metric: string) =>
  // deno-lint-ignore no-explicit-any -- as above
  report.cells.find((cell: any) => cell.metric === metric);

Deno.test("gate: a bridge passes against itself, started as anybody would start theirs", async () => {
  await using run = await quickRun();
  const command = `cmd:exec ${Deno.execPath()} run --quiet --allow-net --allow-env ${BRIDGE}`;
  const sizes = ["--size", "2000ms", "--tail-size", "4000ms"];
  const { code, stdout, stderr } = await ttfa(
    run.args("--base", "local", "--candidate", command, "--turns", "1", ...PATIENT, ...sizes),
  );
  assert.equal(code, 0, stderr);
  const report = JSON.parse(stdout);
  assert.deepEqual([report.verdict, report.blocks, report.turns], ["passed", 12, 24]);
  assert.ok(cellOf(report, "relay_hop").base > 0);
  assert.deepEqual(report, JSON.parse(await Deno.readTextFile(`${run.out}/gate.json`)));
  assert.match(await Deno.readTextFile(`${run.out}/gate.md`), /^### ✅ ttfa gate: Passed/);
  const turns = await readTable(run.out, "turns");
  assert.equal(turns.length, 48);
  assert.equal(new Set(turns.map(({ session_id }) => session_id)).size, 48);
  assert.match(stderr, /^Passed/);
  for (const line of stderr.split("\n").filter((line) => !/^base |^Results/.test(line))) {
    assert.ok(line.length <= 80, line);
  }
});

Deno.test("gate: added delay fails, in the metric that it touches and no other", async () => {
  await using run = await quickRun();
  const { code, stdout, stderr } = await ttfa(
    run.args("--base", "local", "--candidate", "local+300ms", "--turns", "1", ...PATIENT),
  );
  assert.equal(code, 1, stderr);
  const report = JSON.parse(stdout);
  const { low, effect, high, finding, adjustedP } = cellOf(report, "ttfa");
  assert.equal(finding, "slower");
  assert.ok(low > 0 && low < effect && effect < high && adjustedP <= 0.01);
  assert.ok(Math.abs(effect - 300) < 150, `${effect}`);
  assert.notEqual(cellOf(report, "relay_hop").finding, "slower");
  assert.match(stderr, /✗ local: ttfa is /);
  const { stdout: junit } = await ttfa(["report", run.out, "--format", "junit"]);
  assert.match(junit, /failures="1" errors="0"/);
});

Deno.test("gate: a verdict of which rows were lost is none", async () => {
  await using run = await quickRun();
  const process = startTtfa(
    run.args("--base", "local", "--candidate", "local", "--turns", "1", ...PATIENT),
  );
  const end = finished(process);
  const table = `${run.out}/turns.csv`;
  while (await Deno.stat(table).then(() => false, () => true)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await Deno.remove(table);
  const { code, stdout } = await end;
  const { verdict, reasons } = JSON.parse(stdout);
  assert.deepEqual([code, verdict], [4, "invalid"]);
  assert.match(reasons.at(-1), /did not take all results: .*No such file.*leave it where it is/);
  assert.equal(JSON.parse(await Deno.readTextFile(`${run.out}/gate.json`)).verdict, "invalid");
});

Deno.test("gate: too few blocks are inconclusive, and the number that would do is told", async () => {
  await using run = await quickRun();
  const few = ["--blocks", "3", "--turns", "1", ...PATIENT];
  const { code, stdout, stderr } = await ttfa(
    run.args("--base", "local", "--candidate", "local", ...few),
  );
  assert.equal(code, 5);
  assert.match(stderr, /^This gate can end at best inconclusive: 3 blocks .*--blocks\s+9 /s);
  const { finding, needed, visible } = cellOf(JSON.parse(stdout), "ttfa");
  assert.deepEqual([finding, visible], ["blind", undefined]);
  assert.ok(needed.blocks >= 9 && needed.turns >= 2 * needed.blocks);
});

Deno.test("gate: a candidate that does not start is unreachable, with its last words", async () => {
  await using run = await quickRun();
  const candidate = "cmd:echo no such module >&2; exit 7";
  const { code, stdout, stderr } = await ttfa(
    run.args("--base", "local", "--candidate", candidate),
  );
  assert.equal(code, 3);
  assert.match(stderr, /the candidate, .* did not start.*exited with status 7: no\s+such module/s);
  const { verdict, cells } = JSON.parse(stdout);
  assert.deepEqual([verdict, cells], ["unreachable", []]);
  assert.match(await Deno.readTextFile(`${run.out}/gate.xml`), /errors="1"/);
});

Deno.test("gate: a candidate that lets nobody in is unreachable", async () => {
  await using run = await quickRun();
  const deaf =
    "Deno.serve({ port: +Deno.env.get('PORT') }, () => new Response('no', { status: 503 }))";
  const candidate = `cmd:exec ${Deno.execPath()} eval "${deaf}"`;
  const { code, stderr } = await ttfa(run.args("--base", "local", "--candidate", candidate));
  assert.equal(code, 3, stderr);
  assert.match(stderr, /local-candidate.*http_503/s);
});

Deno.test("gate: a generator that is held up voids the gate", async () => {
  await using run = await quickRun();
  const process = startTtfa(
    run.args("--base", "local", "--candidate", "local", "--blocks", "2", "--turns", "2"),
  );
  const end = finished(process);
  let isOver = false;
  end.then(() => isOver = true);
  while (!isOver) {
    for (const signal of ["SIGSTOP", "SIGCONT"] as const) {
      if (!isOver) send(process, signal);
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
  }
  const { code, stdout } = await end;
  assert.equal(code, 4);
  const { verdict, reasons, late } = JSON.parse(stdout);
  assert.equal(verdict, "invalid");
  assert.ok(late > 0);
  assert.match(reasons[0], /sent or heard more than 20 ms late/);
});

/** That it may end meanwhile is no matter. */
function send(process: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    process.kill(signal);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof TypeError)) throw error;
  }
}

Deno.test("gate: all that is wrong is said at once", async () => {
  await using run = await tempRun();
  await Deno.mkdir(run.out, { recursive: true });
  await Deno.writeTextFile(`${run.out}/run.json`, "{}");
  const { code, stderr } = await ttfa([
    "gate",
    "--base",
    "local",
    "--size",
    "big",
    "--region",
    "moon",
    "--out",
    run.out,
  ]);
  assert.equal(code, 2);
  for (const flag of ["--candidate", "--size", "--region", "--out"]) {
    assert.match(stderr, new RegExp(flag));
  }
  const tiny = await ttfa(["gate", "--base", "local", "--candidate", "local", "--alpha", "0.0001"]);
  assert.match(tiny.stderr, /^--alpha: is too little for 1 region and 1 look: /);
});
