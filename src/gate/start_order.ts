import { seeded } from "../random/random.ts";
import { type Arm, ARMS } from "./block.ts";

/**
 * Which target of a region is started first: a coin by the seed. Blocks swap labels within the same two
 * processes, so what a place in the queue gives a process for good is seen in all of them; over gates, it
 * goes to either target.
 */
export function startOrder(region: string, seed: number): readonly Arm[] {
  return seeded(seed, "start", region)() < 0.5 ? ARMS : ARMS.toReversed();
}
