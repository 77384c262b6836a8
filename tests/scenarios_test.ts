import assert from "node:assert/strict";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import {
  outcomes,
  readRunJson,
  readTable,
  type Row,
  startServer,
  tempRun,
  ttfa,
} from "./support.ts";

const path = (relative: string) => fileURLToPath(new URL(`../${relative}`, import.meta.url));
const SPEECH = path("fixtures/speech/jfk-what-your-country.wav");
/** A busy machine may be late: not what these tests are about. */
const PATIENT = ["--late-limit", "5000", "--quiet"];
/** What the bundled mock takes for its answer; `--target` brings a service of its own. */
const THINK = ["--think", "300"];

interface Ran {
  readonly code: number;
  readonly output: string;
  readonly turns: readonly Row[];
  readonly sessions: readonly Row[];
}

async function bench(scenario: string, args: readonly string[] = []): Promise<Ran> {
  await using run = await tempRun();
  const think = args.includes("--target") ? [] : THINK;
  const all = ["--scenario", scenario, "--fixture", SPEECH, ...PATIENT, ...think, ...args];
  const { code, stdout, stderr } = await ttfa(["bench", ...all, "--out", run.out]);
  const turns = await readTable(run.out, "turns").catch(() => []);
  const sessions = await readTable(run.out, "sessions").catch(() => []);
  if (turns.length > 0) {
    // Every attempt has one outcome.
    const attempts = (await readRunJson(run.out)).outcomes[0].attempts;
    assert.equal(turns.length, attempts, scenario);
    const begun = sessions.reduce((sum, { turns }) => sum + Number(turns), 0);
    assert.equal(begun, attempts, scenario);
  }
  return { code, output: stdout + stderr, turns, sessions };
}

const SMALL = ["--clients", "1", "--turns", "2"];
const has = (name: string) => (row: Row) => row[name] !== "";

Deno.test("bench --scenario: every built-in scenario does what it is for", async () => {
  const speaking = ["push-to-talk", "barge-in", "tool-call", "text", "transcription", "reconnect"];
  const [ptt, bargeIn, tools, text, transcripts, reconnect, idle, long] = await Promise.all([
    ...speaking.map((name) => bench(name, SMALL)),
    bench("idle", ["--clients", "1", "--turns", "1"]),
    bench("long", ["--clients", "1", "--duration", "6s"]),
  ]) as [Ran, Ran, Ran, Ran, Ran, Ran, Ran, Ran];
  for (const [name, run] of Object.entries({ ptt, tools, text, transcripts, reconnect })) {
    assert.deepEqual([run.code, outcomes(run.turns)], [0, { ok: 2 }], name + run.output);
  }
  for (const { turns } of [ptt, text]) {
    assert.ok(turns.every(has("ttfa_ms")) && turns.every(has("response_latency_ms")));
    assert.ok(!turns.some(has("endpointing_ms")));
  }
  // Two responses, each after the think time of 300 ms, and 500 ms of silence before them.
  assert.ok(tools.turns.every(({ ttfa_ms }) => Number(ttfa_ms) >= 1099));
  assert.ok(transcripts.turns.every(has("transcript_ms")));
  assert.ok(!transcripts.turns.some(has("ttfa_ms")));
  assert.equal(bargeIn.code, 0, bargeIn.output);
  assert.deepEqual(outcomes(bargeIn.turns), { interrupted: 1, ok: 1 });
  assert.equal(bargeIn.turns.find(has("barge_in_stop_ms"))?.outcome, "ok");
  assert.equal(reconnect.sessions.length, 2);
  assert.ok(reconnect.sessions.every(has("session_ready_ms")));
  assert.deepEqual([idle.code, outcomes(idle.turns)], [0, { ok: 1 }], idle.output);
  assert.deepEqual([long.code, long.sessions.length], [0, 1], long.output);
});

Deno.test("bench --scenario FILE: the examples run as they stand", async () => {
  const names = ["hotel", "impatient", "dictation"];
  await Promise.all(names.map(async (name) => {
    const args = ["--clients", "2", "--turns", "1"];
    const run = await bench(path(`examples/scenarios/${name}.ts`), args);
    assert.equal(run.code, 0, run.output);
    assert.deepEqual(Object.keys(outcomes(run.turns)), ["ok"], name);
    assert.match(run.output, new RegExp(`local · ${name}`));
  }));
});

async function withFile<T>(text: string, use: (file: string) => Promise<T>): Promise<T> {
  await using run = await tempRun();
  const file = `${dirname(run.out)}/mine.ts`;
  await Deno.writeTextFile(file, text.replace("MOD", new URL("../mod.ts", import.meta.url).href));
  return await use(file);
}

Deno.test("bench --scenario FILE: what cannot be loaded is told with its line, beside all else", async () => {
  const { code, stderr } = await withFile(
    "export default {\n  name: 'x',\n  run( {\n};\n",
    (file) => ttfa(["bench", "--scenario", file, "--threshold", "nonsense"]),
  );
  assert.equal(code, 2);
  assert.match(stderr, /--scenario .*mine\.ts:4:2: cannot be loaded: SyntaxError/);
  assert.match(stderr, /--threshold: /);
  const unknown = await ttfa(["bench", "--scenario", "polka"]);
  assert.equal(unknown.code, 2);
  assert.match(
    unknown.stderr,
    /'polka' is unknown; choose one of conversation, .*, or name a \.ts file/,
  );
});

Deno.test("bench --scenario FILE: what it does wrong at run time is told once, with its line", async () => {
  const wrong = (step: string) =>
    `import { defineScenario } from "MOD";

export default defineScenario({
  name: "mine",
  async run(call, [fixture]) {
    await call.connect();
    await call.say(fixture!);
    ${step}
  },
});
`;
  const mistakes = {
    unknown_fixture: 'await call.interrupt("nobody", 10);',
    expected_event_missing: 'await call.expectEvent("response.cancelled" as "response.done", 50);',
    step_not_awaited: "call.hearReply();",
    scenario_threw: 'throw new Error("own mistake");',
  };
  await Promise.all(
    Object.entries(mistakes).map(([code, step]) =>
      withFile(wrong(step), async (file) => {
        const run = await bench(file, ["--clients", "3"]);
        // Nothing was measured, and that is not the target's doing.
        assert.equal(run.code, 4, run.output);
        assert.deepEqual(
          run.turns.map(({ outcome, error_code }) => [outcome, error_code]),
          Array(3).fill([
            "error",
            code,
          ]),
        );
        assert.ok(run.sessions.every((row) => row.outcome === "error" && row.error_code === code));
        const output = run.output.replace(/\s+/g, " ");
        assert.equal(output.split("the scenario failed").length, 2, output);
        assert.match(output, /the scenario failed in 3 sessions: .*mine\.ts:8:\d+\)/);
      })
    ),
  );
});

Deno.test("bench --scenario FILE: replies are checked, whatever the scenario", async () => {
  const checked = (steps: string) =>
    `import { defineScenario } from "MOD";

const tool = { type: "function", name: "look", parameters: {} } as const;
export default defineScenario({
  name: "mine",
  session: { type: "realtime", tools: [tool] },
  async run(call, [fixture]) {
    await call.connect();
    await call.say(fixture!);
    ${steps}
  },
});
`;
  const CHECKS = {
    tool_call_unanswered: "await call.hearReply();",
    several_responses: `const heard = call.hearReply();
    await call.expectEvent("response.done", 20_000);
    await call.sendEvent({ type: "response.create" });
    await heard;`,
  };
  const script = `rules:
  - { when: { session: 2 }, call: { name: look } }
`;
  await Promise.all(
    Object.entries(CHECKS).map(([code, steps]) =>
      withFile(checked(steps), async (file) => {
        const scripted = `${dirname(file)}/script.yaml`;
        await Deno.writeTextFile(
          scripted,
          code === "tool_call_unanswered" ? script : "rules: []\n",
        );
        const run = await bench(file, [
          "--clients",
          "1",
          "--script",
          scripted,
          "--turn-timeout",
          "5",
        ]);
        const ends = run.turns.map(({ outcome, error_code }) => [outcome, error_code]);
        assert.deepEqual(ends, [["error", code]], run.output);
      })
    ),
  );
});

Deno.test("bench --scenario transcription: the service is dialled with that intent and no model", async () => {
  await using mock = await startServer(["mock"]);
  const run = await bench("transcription", [
    "--clients",
    "1",
    "--turns",
    "1",
    "--target",
    mock.url,
  ]);
  assert.deepEqual([run.code, outcomes(run.turns)], [0, { ok: 1 }], run.output);
});

Deno.test("bench --scenario tool-call: a bridge that keeps tools to itself is told of, before any turn", async () => {
  await using relay = await startServer(["relay", "--upstream", "mock"]);
  const run = await bench("tool-call", [...SMALL, "--target", relay.url]);
  assert.equal(run.code, 4);
  assert.equal(run.turns.length, 0);
  const output = run.output.replace(/\s+/g, " ");
  assert.match(
    output,
    /the scenario failed in 1 session: its session\.update was refused: .*tools/,
  );
});
