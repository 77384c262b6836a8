import assert from "node:assert/strict";
import { BENCH_FLAGS } from "./bench_flags.ts";
import type { Problem } from "./problem.ts";
import { text } from "./readers.ts";
import { readSettings } from "./setting_texts.ts";

function read(exported: unknown) {
  const problems: Problem[] = [];
  return { ...readSettings(exported, BENCH_FLAGS, text, problems), problems };
}

Deno.test("settings become the texts that their flags would have been given", () => {
  const { texts, problems } = read({
    ...{ clients: 20, duration: "10m", thresholds: ["a", "b"], insecure: false, json: true },
    ...{ seed: undefined },
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(texts, {
    ...{ clients: ["20"], duration: ["10m"], thresholds: ["a", "b"], insecure: [], json: [""] },
  });
});

Deno.test("what is no setting, or not of its kind, is told by its name, all at once", () => {
  const { problems } = read({
    ...{ clinets: 5, clients: true, json: "yes", headers: "A: b", regions: true },
  });
  assert.deepEqual(problems.map(({ field, rule }) => `${field} ${rule}`), [
    "clinets is no setting",
    "clients is not a text or a number",
    "json is not true or false",
    "headers is not a list of texts",
    "regions is not a text or a number",
  ]);
  assert.match(problems[0]!.remedy, /did you mean clients\?/);
  assert.match(read(undefined).problems[0]!.rule, /not an object/);
  const refused = read({ token: "s3cret", resume: "run-1" }).problems;
  assert.match(refused[0]!.rule + refused[0]!.remedy, /is a secret.*set NATS_TOKEN/);
  assert.match(refused[1]!.rule, /is for one run/);
});

Deno.test("a region's own settings are kept as they stand", () => {
  const { regions, problems } = read({
    regions: {
      eu: { target: "ws://x/voice", agent: ["eu-1", "eu-2"], thresholds: ["ttfa: p(95)<700"] },
      home: { profile: "us", thresholds: "error_rate<0.01" },
    },
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(Object.fromEntries(regions), {
    eu: {
      ...{ target: ["ws://x/voice"], thresholds: ["ttfa: p(95)<700"], profile: [] },
      agent: ["eu-1", "eu-2"],
    },
    home: { target: [], thresholds: ["error_rate<0.01"], profile: ["us"], agent: [] },
  });
});

Deno.test("what is wrong with a region is told by its place in the file", () => {
  const { problems } = read({
    regions: {
      "e u": {},
      us: "ws://x",
      eu: { target: "nope", agnet: "a", agent: "e u", thresholds: [1] },
    },
  });
  assert.deepEqual(problems.map(({ field }) => field), [
    ...["regions.e u", "regions.us", "regions.eu.agnet", "regions.eu.target"],
    ...["regions.eu.thresholds", "regions.eu.agent"],
  ]);
});
