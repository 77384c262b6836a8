import assert from "node:assert/strict";
import { placeInFile } from "./place_in_file.ts";

const REGIONS = new Map([["us", {
  ...{ target: ["ws://us/voice"], thresholds: ["ttfa: med<1"], profile: ["mars"], agent: [] },
}]]);
const FLAG = "ttfa{region:us}: med<1";
const MERGED = {
  ...{ regions: ["us"], targets: ["us=ws://us/voice"], profiles: ["us=mars"], clients: ["0"] },
  thresholds: [FLAG, "rtt{region:us}: med<1"],
};

function place(key: string, rule: string, region?: string, flags = {}) {
  const problem = { field: "--flag", rule, remedy: "mend it", ...(region && { region }) };
  const told = placeInFile(problem, key, { texts: {}, regions: REGIONS }, flags, MERGED);
  return [told.field, told.rule];
}

Deno.test("placeInFile: a region's own, in the words that stand there", () => {
  const never = "can never be met";
  assert.deepEqual(place("thresholds", `'${FLAG}' ${never}`, "us"), [
    ...["regions.us.thresholds", `'ttfa: med<1' ${never}`],
  ]);
  assert.equal(place("profiles", "'mars' is none", "us")[0], "regions.us.profile");
  assert.equal(place("targets", "region 'us' is wrong", "us")[0], "regions.us.target");
  assert.equal(place("regions", "'us' has no target", "us")[0], "regions.us");
});

Deno.test("placeInFile: what stands elsewhere in the file, or is a flag's", () => {
  assert.equal(place("clients", "'0' is too few")[0], "clients");
  assert.equal(place("thresholds", "'rtt{region:us}: med<1' is wrong", "us")[0], "thresholds");
  assert.equal(place("thresholds", "'x' is wrong", "us", { thresholds: ["x"] })[0], "--flag");
  assert.equal(place("turns", "is missing")[0], "--flag");
});
