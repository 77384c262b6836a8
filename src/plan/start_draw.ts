import { seeded } from "../random/random.ts";
import type { Schedule } from "./plan.ts";

/** A seeded draw from [0, 1) for the start of this index. */
export function drawFor(index: number, { seed }: Pick<Schedule, "seed">): number {
  return seeded(seed, "start", String(index))();
}
