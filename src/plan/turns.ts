import { draw } from "../random/distribution.ts";
import { type Random, seeded } from "../random/random.ts";
import type { Plan, SessionPlan } from "./plan.ts";

/**
 * The fixtures that a session speaks, in a seeded order of its own, over and over for as many turns as
 * it has. The order depends on its number alone: every region hears the same conversations.
 */
export function* fixturesOf(plan: Plan, { number, turns }: SessionPlan): Generator<string> {
  const order = shuffled(plan.fixtures, seeded(plan.seed, "fixtures", String(number)));
  for (let turn = 0; turn < turns; turn++) yield order[turn % order.length]!;
}

/** How long the caller of a session pauses before its second turn, its third, and so on, in ms. */
export function* pausesOf(plan: Plan, { number }: SessionPlan): Generator<number, never> {
  const random = seeded(plan.seed, "think-between", String(number));
  while (true) yield draw(plan.thinkBetween, random);
}

/** Fisher–Yates. */
function shuffled<T>(values: readonly T[], random: Random): T[] {
  const result = [...values];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}
