import assert from "node:assert/strict";
import { encodeWav } from "../src/audio/wav.ts";
import { readTable, tempRun, ttfa } from "./support.ts";

Deno.test("every mistake is reported at once, and nothing is started", async () => {
  await using run = await tempRun();
  const { code, stdout, stderr } = await ttfa([
    ...["bench", "--clients", "0", "--bogus", "5", "--treshold", "x", "--out", run.out],
    ...["--fixture", "missing.wav", "--threshold", "ttfa: p(99)", "--region", "mars"],
    ...["--ca", "missing.pem"],
  ]);
  assert.equal(code, 2);
  assert.equal(stdout, "");
  const fields = stderr.trim().split("\n").map((line) => line.split(":")[0]).sort();
  assert.deepEqual(fields, [
    ...["--bogus", "--ca", "--clients", "--fixture", "--region", "--threshold", "--treshold"],
  ]);
  assert.match(stderr, /did you mean --threshold\?/);
  await assert.rejects(Deno.stat(run.out), Deno.errors.NotFound);
});

Deno.test("a flag without its value, an unknown command and a stray word are usage errors", async () => {
  for (const args of [["bench", "--clients"], ["bnch"], ["bench", "loud"]]) {
    const { code, stderr } = await ttfa(args);
    assert.equal(code, 2, args.join(" "));
    assert.notEqual(stderr, "");
  }
  const { stderr } = await ttfa(["mock", "--port"]);
  assert.equal(stderr, "--port: lacks its value; write --port <n>\n");
});

Deno.test("what hides nothing else: an empty threshold, a format, a third run of the same name", async () => {
  const told = async (...args: string[]) => (await ttfa(args)).stderr;
  const thresholds = await told("bench", "--threshold", "", "--threshold", "foo<1");
  assert.deepEqual(thresholds.match(/^--threshold: threshold '(foo<1)?'/gm)?.length, 2);
  assert.match(
    await told("report", "nope", "--format", "pdf"),
    /^--format: [^]*^nope: holds no run/m,
  );
  assert.match(await told("report", "nope", "nope", "nope"), /^nope: is not expected here/m);
  assert.match(await told("gate", "nope"), /^--history: is missing, and the run 'nope'/m);
});

Deno.test("--help and --version are no errors", async () => {
  for (
    const args of [["--help"], ["bench", "--help"], ["mock", "--help"], ["relay", "--help"], [
      "--version",
    ]]
  ) {
    const { code, stdout } = await ttfa(args);
    assert.equal(code, 0, args.join(" "));
    assert.notEqual(stdout, "");
  }
});

Deno.test("paths begin where the user stands, also when it is not where the task runs", async () => {
  await using run = await tempRun();
  await Deno.mkdir(run.out, { recursive: true });
  await Deno.writeTextFile(`${run.out}/answers.yaml`, "rules: 3");
  const { code, stderr } = await ttfa(["mock", "--script", "answers.yaml"], { INIT_CWD: run.out });
  assert.equal(code, 2);
  assert.match(stderr, /^--script answers\.yaml:1 rules: is not a list; /);
});

Deno.test("a fixture that is no speech is refused with the reason", async () => {
  await using run = await tempRun();
  await Deno.mkdir(run.out, { recursive: true });
  const silence = `${run.out}/silence.wav`;
  await Deno.writeFile(
    silence,
    encodeWav({ sampleRateHz: 16_000, samples: new Int16Array(16_000) }),
  );
  const text = `${run.out}/text.wav`;
  await Deno.writeTextFile(text, "not audio");
  for (const [path, reason] of [[silence, /no speech/], [text, /RIFF|WAV/]] as const) {
    const { code, stderr } = await ttfa(["bench", "--fixture", path]);
    assert.equal(code, 2);
    assert.match(stderr, reason);
  }
});

Deno.test("a user's own recording is spoken, its bounds detected and printed", async () => {
  await using run = await tempRun();
  await Deno.mkdir(`${run.out}/in`, { recursive: true });
  const speech = new URL("../fixtures/speech/sense-and-sensibility-2.wav", import.meta.url);
  await Deno.copyFile(speech, `${run.out}/in/mine.wav`);
  const { code, stderr } = await ttfa([
    ...["bench", "--fixture", `${run.out}/in/mine.wav`, "--out", `${run.out}/run`],
    ...["--clients", "1", "--turns", "1", "--think", "1", "--late-limit", "5000"],
  ]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /mine: speech from 0\.15\d s to 2\.69\d s of 2\.860 s, as detected/);
  const [turn] = await readTable(`${run.out}/run`, "turns");
  assert.equal(turn!.fixture, "mine");
});

Deno.test("--out that cannot be written is found out before the run", async () => {
  await using run = await tempRun();
  await Deno.mkdir(run.out, { recursive: true });
  await Deno.writeTextFile(`${run.out}/file`, "");
  const { code, stderr } = await ttfa(["bench", "--out", `${run.out}/file`]);
  assert.equal(code, 2);
  assert.match(stderr, /--out: .* cannot be written/);
});

Deno.test("a folder in which no run can be kept is found out before the run, unnamed too", async () => {
  await using run = await tempRun();
  await Deno.mkdir(run.out, { recursive: true });
  await Deno.writeTextFile(`${run.out}/ttfa-runs`, "");
  const { code, stderr } = await ttfa(["bench"], {}, run.out);
  assert.equal(code, 2);
  assert.match(stderr, /--out: 'ttfa-runs' cannot be written/);
});

Deno.test("a run that nobody named is no matter of what lies beside its folder", async () => {
  await using run = await tempRun();
  await Deno.mkdir(`${run.out}/ttfa-runs`, { recursive: true });
  await Deno.writeTextFile(`${run.out}/ttfa-runs/run.json`, "{}");
  const { code, stderr } = await ttfa(["bench", "--target", "ws://127.0.0.1:9/voice"], {}, run.out);
  assert.equal(code, 3, stderr);
  assert.match(stderr, /could not be reached/);
});

Deno.test("--out never overwrites a run", async () => {
  await using run = await tempRun();
  await Deno.mkdir(run.out, { recursive: true });
  await Deno.writeTextFile(`${run.out}/turns.csv`, "precious\n");
  const { code, stderr } = await ttfa(["bench", "--out", run.out]);
  assert.equal(code, 2);
  assert.match(stderr, /already holds a run/);
  assert.equal(await Deno.readTextFile(`${run.out}/turns.csv`), "precious\n");
});
