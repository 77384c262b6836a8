import assert from "node:assert/strict";
import type { SessionPlan } from "./plan.ts";
import { planOf } from "./plan_fixtures.ts";
import { fixturesOf, pausesOf } from "./turns.ts";

const plan = planOf({ shape: "constant-sessions", clients: 1, rampMs: 0, turns: 1 });
const session = (number: number, turns: number): SessionPlan => ({
  id: `us-${number}`,
  number,
  region: "us",
  dueMs: 0,
  endMs: Infinity,
  turns,
});
const take = <T>(iterator: Iterator<T>, count: number) =>
  Array.from({ length: count }, () => iterator.next().value as T);

Deno.test("fixturesOf goes round the fixtures before it repeats one, in an order of the session's number", () => {
  const orders = Array.from({ length: 20 }, (_, i) => [...fixturesOf(plan, session(i + 1, 4))]);
  for (const order of orders) {
    assert.deepEqual(order.slice(0, 3).sort(), ["a", "b", "c"]);
    assert.equal(order[3], order[0]);
  }
  assert.ok(new Set(orders.map(String)).size > 1);
  const elsewhere = { ...session(1, 4), region: "eu", id: "eu-1" };
  assert.deepEqual([...fixturesOf(plan, elsewhere)], orders[0]);
  assert.notDeepEqual(
    orders,
    Array.from({ length: 20 }, (_, i) => [...fixturesOf({ ...plan, seed: 2 }, session(i + 1, 4))]),
  );
});

Deno.test("fixturesOf has as many as are asked for where turns are not counted", () => {
  assert.equal(take(fixturesOf(plan, session(1, Infinity)), 1000).length, 1000);
});

Deno.test("pausesOf draws from the distribution, the same for a seed and number", () => {
  const spread = {
    ...plan,
    thinkBetween: { kind: "lognormal", medianMs: 900, sigma: 0.2 } as const,
  };
  const pauses = (number: number, of = spread) => take(pausesOf(of, session(number, 1)), 200);
  assert.deepEqual(pauses(1), pauses(1));
  assert.notDeepEqual(pauses(1), pauses(2));
  const median = pauses(1).sort((a, b) => a - b)[100]!;
  assert.ok(median > 800 && median < 1000, `${median}`);
  assert.deepEqual(take(pausesOf(plan, session(1, 1)), 2), [200, 200]);
});
