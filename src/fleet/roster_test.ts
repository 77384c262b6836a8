import assert from "node:assert/strict";
import type { Announcement } from "./records.ts";
import { rosterOf, type Wanted } from "./roster.ts";

const agent = (name: string, changes: Partial<Announcement> = {}): Announcement => ({
  ...{ name, region: name.split("-")[0]!, version: "1.0.0", instance: `i-${name}` },
  ...changes,
});
const WANTED: Wanted = { version: "1.0.0", regions: ["eu", "us"], agents: 1, only: [] };

Deno.test("rosterOf: a region's clients are dealt to its agents in the order of their names", () => {
  const { members, problems } = rosterOf([agent("us-1"), agent("eu-2"), agent("eu-1")], WANTED);
  assert.deepEqual(problems, []);
  assert.deepEqual(members.map(({ name, segment }) => [name, segment]), [
    ["eu-1", { index: 0, count: 2, regions: ["eu"] }],
    ["eu-2", { index: 1, count: 2, regions: ["eu"] }],
    ["us-1", { index: 0, count: 1, regions: ["us"] }],
  ]);
});

Deno.test("rosterOf: where agents are named for a region, these and no others stand for it", () => {
  const all = [agent("us-1"), agent("eu-1"), agent("eu-2"), agent("eu-3")];
  const only = [["eu", "eu-3"], ["eu", "eu-1"]] as const;
  const { members, problems } = rosterOf(all, { ...WANTED, only });
  assert.deepEqual([members.map(({ name }) => name), problems], [["eu-1", "eu-3", "us-1"], []]);
  const absent = rosterOf(all.slice(0, 3), { ...WANTED, only });
  assert.match(absent.problems[0]!, /^region 'eu' has 1 of 2 agents: .* --region eu --name eu-3$/);
  assert.equal(absent.isMissing, true);
});

Deno.test("rosterOf: agents of other regions are left alone", () => {
  const { members } = rosterOf([agent("us-1"), agent("eu-1"), agent("asia-1")], WANTED);
  assert.deepEqual(members.map(({ name }) => name), ["eu-1", "us-1"]);
});

Deno.test("rosterOf: who has no name that can be part of a subject is no agent", () => {
  const wanted = { ...WANTED, regions: ["eu"] };
  const { members } = rosterOf([agent("eu-1"), agent("eu-1.>"), agent("eu-*")], wanted);
  assert.deepEqual(members.map(({ name }) => name), ["eu-1"]);
});

Deno.test("rosterOf: what is missing or busy may still come", () => {
  const busy = agent("us-1", { runId: "run-7" });
  const { problems, isMissing } = rosterOf([agent("eu-1"), busy], { ...WANTED, agents: 2 });
  assert.equal(isMissing, true);
  assert.match(problems[0]!, /^region 'eu' has 1 of 2 agents: start one with .* --region eu$/);
  assert.match(problems[1]!, /^region 'us' has 0 of 2 agents \('us-1' is in run run-7\)/);
});

Deno.test("rosterOf: two of one name, and other versions, are refused", () => {
  const twin = agent("eu-1", { instance: "another", region: "asia" });
  const old = agent("us-1", { version: "0.9.0" });
  const { problems, isMissing } = rosterOf([agent("eu-1"), twin, old], WANTED);
  assert.equal(isMissing, false);
  assert.match(problems[0]!, /two agents are named 'eu-1'/);
  assert.match(problems[1]!, /agent 'us-1' runs ttfa 0.9.0 and this is 1.0.0/);
});

Deno.test("rosterOf: given places are kept, awaited, and must be one each", () => {
  const wanted = { ...WANTED, regions: ["eu"] };
  const at = (name: string, index: number) => agent(name, { place: { index, count: 2 } });
  const half = rosterOf([at("eu-a", 1)], wanted);
  assert.equal(half.isMissing, true);
  assert.match(half.problems[0]!, /^region 'eu' has 1 of 2 agents: .* --segment 0\/2$/);
  const { members } = rosterOf([at("eu-a", 1), at("eu-b", 0)], wanted);
  assert.deepEqual(members.map(({ name, segment }) => [name, segment.index]), [
    ["eu-b", 0],
    ["eu-a", 1],
  ]);
  const same = rosterOf([at("eu-a", 1), at("eu-b", 1)], wanted);
  const each =
    /do not have one --segment each, .*: 'eu-a' has 1\/2, 'eu-b' has 1\/2; start them with/;
  assert.match(same.problems[0]!, each);
  assert.match(same.problems[0]!, /--segment 0\/2 to 1\/2, or all without$/);
  assert.equal(same.isMissing, false);
  for (const other of [agent("eu-b"), agent("eu-b", { place: { index: 0, count: 3 } })]) {
    const mixed = rosterOf([at("eu-a", 1), other], wanted);
    assert.match(mixed.problems[0]!, /'eu-b' has (none|0\/3)/);
  }
});
