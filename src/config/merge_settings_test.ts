import assert from "node:assert/strict";
import { mergeSettings } from "./merge_settings.ts";

const region = (name: string) => ({
  target: [`ws://${name}/voice`],
  thresholds: ["ttfa: med<1"],
  profile: [],
  agent: name === "eu" ? ["eu-1", "eu-2"] : [],
});
const FILE = {
  texts: { clients: ["5"], thresholds: ["error_rate<0.1"] },
  regions: new Map([["us", region("us")], ["eu", region("eu")]]),
};

Deno.test("flags win over the file, which gives the rest", () => {
  const { clients, turns, regions, targets, thresholds } = mergeSettings(FILE, {
    ...{ clients: ["9"], turns: ["2"] },
  });
  assert.deepEqual([clients, turns, regions], [["9"], ["2"], ["us,eu"]]);
  assert.deepEqual(targets, ["us=ws://us/voice", "eu=ws://eu/voice"]);
  assert.deepEqual(thresholds, [
    ...["error_rate<0.1", "ttfa{region:us}: med<1", "ttfa{region:eu}: med<1"],
  ]);
  assert.deepEqual(mergeSettings(FILE, { thresholds: ["x"] }).thresholds, ["x"]);
});

Deno.test("--region chooses among the file's regions, and --target replaces that of its region", () => {
  const chosen = mergeSettings(FILE, { regions: ["eu"] });
  assert.deepEqual(chosen.targets, ["eu=ws://eu/voice"]);
  assert.deepEqual(chosen.thresholds, ["error_rate<0.1", "ttfa{region:eu}: med<1"]);
  const replaced = mergeSettings(FILE, { targets: ["eu=local"] });
  assert.deepEqual(replaced.targets, ["eu=local", "us=ws://us/voice"]);
  assert.deepEqual(mergeSettings(FILE, { targets: ["ws://z/voice"] }).targets, ["ws://z/voice"]);
});

Deno.test("agents that a region names go with it, and give way to those of flags", () => {
  assert.deepEqual(mergeSettings(FILE, {}).onlyAgents, ["eu=eu-1", "eu=eu-2"]);
  assert.deepEqual(mergeSettings(FILE, { onlyAgents: ["eu=x"] }).onlyAgents, ["eu=x"]);
  assert.ok(!("onlyAgents" in mergeSettings(FILE, { regions: ["us"] })));
});

Deno.test("without regions of its own a file only fills in", () => {
  const file = { texts: { targets: ["local"] }, regions: new Map() };
  assert.deepEqual(mergeSettings(file, { turns: ["1"] }), { targets: ["local"], turns: ["1"] });
});
