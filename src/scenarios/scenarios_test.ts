import assert from "node:assert/strict";
import { SCENARIO_NAMES } from "../config/scenario_flag.ts";
import { scenarioNamed, SCENARIOS } from "./scenarios.ts";

Deno.test("the flag knows every built-in scenario by its name", () => {
  assert.deepEqual(SCENARIOS.map(({ name }) => name), SCENARIO_NAMES);
  for (const name of SCENARIO_NAMES) assert.equal(scenarioNamed(name).name, name);
  assert.throws(() => scenarioNamed("nothing"), RangeError);
});

Deno.test("docs/scenarios.md describes every built-in scenario", async () => {
  const page = await Deno.readTextFile(new URL("../../docs/scenarios.md", import.meta.url));
  for (const name of SCENARIO_NAMES) assert.match(page, new RegExp(`^\\| \`${name}\` +\\|`, "m"));
});
