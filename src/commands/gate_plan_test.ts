import assert from "node:assert/strict";
import { fixturesOf } from "../plan/turns.ts";
import { sessionsOf } from "../plan/sessions.ts";
import { planOfBlock } from "./gate_plan.ts";
import { readGateRequest } from "./gate_request.ts";

const request = await readGateRequest(
  { base: ["local"], candidate: ["local"], seed: ["3"], clients: ["4"], regions: ["us,eu"] },
  [],
  () => undefined,
);

Deno.test("a block: a coin decides who is first in each region, and both sides come up", () => {
  const orders = Array.from({ length: 200 }, (_, block) => planOfBlock(request, block).regions);
  for (const region of ["us", "eu"]) {
    const first = orders.filter((names) =>
      names.indexOf(`${region}-base`) < names.indexOf(`${region}-candidate`)
    );
    // Fair: 100 of 200, with a standard deviation of 7.
    assert.ok(first.length > 70 && first.length < 130, `${first.length}`);
  }
  assert.deepEqual(planOfBlock(request, 7), planOfBlock(request, 7));
});

Deno.test("a block: both targets hear the same words in the same order, and other blocks other ones", () => {
  const words = (block: number, name: string) => {
    const plan = planOfBlock(request, block);
    return [...sessionsOf(plan)].filter(({ region }) => region === name)
      .sort((a, b) => a.number - b.number)
      .map((session) => [...fixturesOf(plan, session)]);
  };
  assert.deepEqual(words(1, "eu-base"), words(1, "eu-candidate"));
  assert.notDeepEqual(words(1, "eu-base"), words(2, "eu-base"));
});
