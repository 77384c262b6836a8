import assert from "node:assert/strict";
import { formatProblem } from "../config/problem.ts";
import type { Caller } from "./scenario.ts";
import { loadScenarioFile } from "./scenario_file.ts";

const SCENARIO = import.meta.resolve("./scenario.ts");

/** Loads a file with this text; the messages have its name without the folder. */
async function load(text: string) {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/mine.ts`;
  await Deno.writeTextFile(path, text);
  try {
    const loaded = await loadScenarioFile(path);
    if ("scenario" in loaded) return loaded;
    return loaded.map((problem) => formatProblem(problem).replaceAll(folder, "."));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a scenario's file is loaded, and an error in it is found in its lines", async () => {
  const loaded = await load(`import { defineScenario } from "${SCENARIO}";

export default defineScenario({
  name: "mine",
  async run(call) {
    await call.connect();
    throw new Error("own");
  },
});
`);
  assert.ok("scenario" in loaded);
  assert.equal(loaded.scenario.name, "mine");
  const call = { connect: () => Promise.resolve() } as unknown as Caller;
  const error = await loaded.scenario.run(call, []).then(() => undefined, (error) => error);
  assert.match(loaded.placeOf!(error)!, /mine\.ts:7:11$/);
  assert.equal(loaded.placeOf!(new Error("elsewhere")), undefined);
});

Deno.test("what is wrong with a scenario's file is told with file and line", async () => {
  const wrong: [text: string, problems: RegExp[]][] = [
    ["export default {\n  name: 'x',\n  run( {\n};\n", [
      /^--scenario \.\/mine\.ts:4:2: cannot be loaded: SyntaxError: Expected ',', got ';'; correct/,
    ]],
    ["const nothing: any = undefined;\n\nnothing.at();\n", [
      /^--scenario \.\/mine\.ts:3:9: cannot be loaded: Cannot read properties of undefined/,
    ]],
    ['import "./gone.ts";\n', [
      /^--scenario \.\/mine\.ts:1:8: cannot be loaded: Module not found .*gone\.ts/,
    ]],
    ["export const scenario = 1;\n", [/^--scenario \.\/mine\.ts:1: has no default export; see/]],
    ["// mine\nexport default 7;\n", [
      /^--scenario \.\/mine\.ts:2: exports no scenario by default/,
    ]],
    ['export default { name: "a b", microphone: "on", session: {} };\n', [
      /'name' is no name of letters, digits, - and _/,
      /'run' is no function/,
      /'microphone' is none of open, push-to-talk, off/,
      /'session\.type' is neither realtime nor transcription/,
    ]],
    ['export default { name: "mine", microfone: "off", color: 1, run() {} };\n', [
      /'microfone' is no field of a scenario: did you mean microphone\?/,
      /'color' is no field of a scenario: there are name, session, microphone, run/,
    ]],
    ['export default { name: "idle", run() {} };\n', [/'idle' is the name of a built-in scenario/]],
  ];
  for (const [text, expected] of wrong) {
    const problems = await load(text);
    assert.ok(Array.isArray(problems), text);
    assert.equal(problems.length, expected.length, problems.join("\n"));
    expected.forEach((pattern, i) => assert.match(problems[i]!, pattern));
  }
});

Deno.test("a file that is not there is told", async () => {
  const loaded = await loadScenarioFile("no/such/file.ts");
  assert.ok(!("scenario" in loaded));
  assert.match(
    formatProblem(loaded[0]!),
    /^--scenario no\/such\/file\.ts: there is no such file; correct the path$/,
  );
});
