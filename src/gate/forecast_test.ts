import assert from "node:assert/strict";
import { seeded } from "../random/random.ts";
import { type Cell, cellsOf, type GateMetric } from "./cell.ts";
import { forecast } from "./forecast.ts";
import { syntheticBlocks } from "./gate_fixtures.ts";
import { mean } from "./label_swap.ts";
import { smallestVisible } from "./visible.ts";

const VISIBILITY = { alpha: 0.01 / 3, power: 0.9, floor: 0.002, seed: 1 };

function measured(metric: GateMetric, blocks: number, turns: number, seed: number): Cell {
  const cells = cellsOf("eu", syntheticBlocks({ blocks, turns }, seeded(seed, "forecast")));
  return cells.find((cell) => cell.metric === metric)!;
}

/** The visible effect falls at least with the root of the turns: twice too few show 1.4 times too much. */
const TWICE_THE_TURNS = Math.SQRT2;

const CASES: readonly [GateMetric, blocks: number, turns: number, size: number][] = [
  ["slow_turns", 12, 2, 0.1],
  ["slow_turns", 12, 5, 0.1],
  ["slow_turns", 12, 10, 0.06],
  ["ttfa_tail", 9, 10, 0.3],
  ["ttfa_tail", 12, 10, 0.3],
  ["ttfa", 12, 10, 0.005],
];

for (const [metric, blocks, turns, size] of CASES) {
  Deno.test(`${blocks} blocks of ${turns} turns foretell how many show ${size} of ${metric}`, () => {
    const then = Array.from({ length: 6 }, (_, seed) => {
      const seen = measured(metric, blocks, turns, seed);
      assert.ok(smallestVisible(seen, VISIBILITY) > size);
      const told = forecast(seen, VISIBILITY, size);
      assert.equal(told.turns, told.blocks * turns);
      return smallestVisible(measured(metric, told.blocks, turns, 100 + seed), VISIBILITY);
    });
    const visible = mean(then);
    const isNear = visible > size / TWICE_THE_TURNS && visible < size * TWICE_THE_TURNS;
    assert.ok(isNear, `${visible} is seen with the turns foretold: ${then}`);
  });
}

Deno.test("few turns without a slow one: a rarer one is no chance soon, not by the root of their number", () => {
  const none = (blocks: number, turns: number): Cell => ({
    ...{ metric: "slow_turns", region: "eu", unit: "share", base: 0, candidate: 0, turns },
    differences: Array(blocks).fill(0),
  });
  for (const [blocks, turns] of [[12, 24], [9, 54], [12, 60]] as const) {
    const told = forecast(none(blocks, turns), VISIBILITY, 0.1).turns;
    assert.ok(told >= 110 && told <= 220, `${told} for ${turns}`);
  }
});

Deno.test("one block tells no scatter: what it takes for any p that is small enough", () => {
  const told = forecast(measured("ttfa", 1, 10, 1), VISIBILITY, 0.05);
  assert.deepEqual(told, { blocks: 10, turns: 100 });
});

Deno.test("few blocks of very many turns: a number of blocks, and of so few nothing is visible", () => {
  const seen = measured("ttfa", 3, 1000, 1);
  assert.equal(smallestVisible(seen, VISIBILITY), Infinity);
  const { blocks } = forecast(seen, VISIBILITY, 0.05);
  assert.ok(blocks >= 9 && blocks <= 18, `${blocks}`);
});

Deno.test("nothing is visible where no p can be small enough, also beyond the blocks that are swapped", () => {
  const visibility = { ...VISIBILITY, alpha: 1e-4 };
  for (const metric of ["ttfa", "slow_turns"] as const) {
    const seen = measured(metric, 13, 10, 1);
    assert.equal(smallestVisible(seen, visibility), Infinity);
    assert.ok(smallestVisible(seen, visibility, 14) < Infinity);
  }
});
