import assert from "node:assert/strict";
import { encodeWav } from "../audio/wav.ts";
import { formatProblem, type Problem, UsageError } from "../config/problem.ts";
import { loadScript, readScript } from "./script_file.ts";
import { noise } from "./session_harness.ts";

/** Writes a script and reads it; in the problems the folder is left out. */
async function load(name: string, text: string) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/${name}`, text);
    const wav = encodeWav({ sampleRateHz: 48_000, samples: noise(100) });
    await Deno.writeFile(`${folder}/yes.wav`, wav);
    const { rules, ...said } = await loadScript(`${folder}/${name}`);
    const shown = (list: Problem[]) =>
      list.map(formatProblem).map((line) => line.replaceAll(`${folder}/`, ""));
    return { rules, problems: shown(said.problems), warnings: shown(said.warnings) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a script in YAML, every field of it", async () => {
  const { rules, problems } = await load(
    "s.yaml",
    `
rules:
  - when: { session: 1, turn: 2, transcript: "it's (raining)" }
    preamble: Let me see.
    call: { name: get_weather, arguments: { city: Paris } }
    think: 1200
  - when: { tool: get_weather, result: /sun|rain/i }
    say: It rains.
    audio: yes.wav
    think: lognormal(900ms,0.24)
    pace: realtime
  - when: { outOfBand: true }
    call: [{ name: a }, { name: b, arguments: "not json" }]
  - fail: { status: failed, code: rate_limit_exceeded, afterMs: 300 }
  - say: x
    fail: { status: incomplete, code: content_filter }
`,
  );
  assert.deepEqual(problems, []);
  const { audio, ...second } = rules[1]!;
  assert.equal(audio?.length, 1200);
  assert.deepEqual([rules[0], second, ...rules.slice(2)], [
    {
      when: { session: 1, turn: 2, transcript: new RegExp(RegExp.escape("it's (raining)"), "i") },
      preamble: "Let me see.",
      calls: [{ kind: "call", name: "get_weather", arguments: '{"city":"Paris"}' }],
      think: { kind: "constant", ms: 1200 },
    },
    {
      when: { tool: "get_weather", result: /sun|rain/i },
      say: "It rains.",
      calls: [],
      think: { kind: "lognormal", medianMs: 900, sigma: 0.24 },
      pace: "realtime",
    },
    {
      when: { outOfBand: true },
      calls: [
        { kind: "call", name: "a", arguments: "{}" },
        { kind: "call", name: "b", arguments: "not json" },
      ],
    },
    {
      when: {},
      calls: [],
      ending: {
        status: "failed",
        error: {
          type: "server_error",
          code: "rate_limit_exceeded",
          message: "The mock lets this response fail: rate_limit_exceeded.",
        },
      },
      endAfterMs: 300,
    },
    { when: {}, say: "x", calls: [], ending: { status: "incomplete", reason: "content_filter" } },
  ]);
});

Deno.test("a script in TypeScript, typed", async () => {
  const { rules, problems } = await load(
    "s.ts",
    `
import { defineScript } from "${import.meta.resolve("./script.ts")}";
export default defineScript({ rules: [{ when: { transcript: /hello/gi }, say: "Hello." }] });
`,
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(rules, [{ when: { transcript: /hello/i }, say: "Hello.", calls: [] }]);
});

Deno.test("all that is wrong is said at once, with file, line and rule", async () => {
  const { problems } = await load(
    "s.yaml",
    `rules:
  - when: { turn: 0, transcript: /(/ }
    say: hello
  - when: { tool: get_weather }
  - say: 5
    think: fast
    audio: no.wav
    call: { arguments: 3 }
  - fail: { status: failed }
    pace: slow
  - fail: { status: incomplete, code: nope }
    saay: x
  - hello
`,
  );
  const starts = problems.map((line) => line.split(";")[0]!.slice(0, 60));
  assert.deepEqual(starts, [
    "s.yaml:2 rule 1 when.turn: is not a whole number from 1 on",
    "s.yaml:2 rule 1 when.transcript: is no regular expression (I",
    "s.yaml:4 rule 2: does nothing",
    "s.yaml:5 rule 3 say: is not a text",
    "s.yaml:6 rule 3 think: 'fast' is not a duration",
    "s.yaml:7 rule 3 audio: fixture no.wav: cannot be read (No su",
    "s.yaml:8 rule 3 call.arguments: is neither an object nor a t",
    "s.yaml:8 rule 3 call: lacks 'name'",
    "s.yaml:9 rule 4 fail: lacks 'code'",
    "s.yaml:10 rule 4 pace: 'slow' is unknown",
    "s.yaml:11 rule 5 fail: 'nope' leaves no response incomplete",
    "s.yaml:12 rule 5 saay: is no field of this",
    "s.yaml:13 rule 6: is not an object",
  ]);
});

const UNREADABLE: [name: string, text: string, problem: RegExp][] = [
  ["s.yaml", "rules:\n  - say: a\n   b: 1\n", /^s\.yaml:3: .*; correct the YAML$/],
  ["s.yaml", "", /^s\.yaml: is not an object; give rules$/],
  ["s.yaml", "rules: 3", /^s\.yaml:1 rules: is not a list; /],
  ["s.yaml", "rule: []", /^s\.yaml:1 rule: is no field of this; did you mean rules\?$/],
  ["s.ts", "export default = 3;", /^s\.ts:1: cannot be loaded: .*; correct the file/],
  ["s.ts", "\nthrow new Error('boom');", /^s\.ts:2: cannot be loaded: boom; /],
  [
    "s.ts",
    'import "./gone.ts";',
    /^s\.ts:1: cannot be loaded: Module not found .* export default \{/,
  ],
  [
    "s.ts",
    "export default { rules: [{ when: { transcript: () => true }, say: '' }] };",
    /^s\.ts rule 1 when\.transcript: is neither a text nor a regular expression; write one$/,
  ],
  ["s.ts", "export default { rules: [{ say: ' ' }] };", /^s\.ts rule 1 say: is empty; /],
  ["s.yaml", "rules: [{ say: 5 }]", /^s\.yaml:1 rule 1 say: is not a text; put it in quotes$/],
  ["s.yaml", "rules: [{ sya: Hi. }]", /^s\.yaml:1 rule 1 sya: .*; did you mean say\?$/],
  [
    "s.ts",
    "export const rules = [];",
    /^s\.ts: has no default export; write export default \{ rules: /,
  ],
  ["s.json", "{}", /^s\.json: is neither YAML nor TypeScript; name it \.yaml or \.ts$/],
];

for (const [name, text, problem] of UNREADABLE) {
  Deno.test(`no script: ${name} with ${JSON.stringify(text)}`, async () => {
    const { problems } = await load(name, text);
    assert.match(problems[0]!, problem);
  });
}

Deno.test("a file that is not there is no script either", async () => {
  const { problems } = await loadScript("/nowhere/s.yaml");
  assert.match(formatProblem(problems[0]!), /^\/nowhere\/s\.yaml: cannot be read: No such file/);
});

Deno.test("a rule that never decides is warned of", async () => {
  const text = "rules:\n  - say: Hello.\n  - when: { turn: 2 }\n    say: Hello again.\n";
  const { problems, warnings } = await load("s.yaml", text);
  assert.deepEqual(problems, []);
  assert.deepEqual(warnings, [
    "s.yaml:3 rule 2: never decides, for rule 1 fits wherever it does; put the narrower one first",
  ]);
});

Deno.test("aliases that unfold without end are refused", async () => {
  const bomb = ["a: &a [x,x,x,x,x,x,x,x,x,x]"];
  for (const [from, to] of ["ab", "bc", "cd", "de"]) {
    bomb.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(",")}]`);
  }
  const { problems } = await load("s.yaml", bomb.join("\n"));
  assert.match(problems[0]!, /^s\.yaml:1: .*alias/i);
});

Deno.test("a script at hand is read, or refused with all that is wrong", async () => {
  assert.deepEqual(await readScript({ rules: [{ say: "Hi." }] }), [
    { when: {}, say: "Hi.", calls: [] },
  ]);
  const wrong = readScript({ rules: [{ say: "" }, { when: { turn: -1 }, audio: "no.wav" }] });
  await assert.rejects(
    wrong,
    (error) => error instanceof UsageError && error.problems.length === 3,
  );
});
