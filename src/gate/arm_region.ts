import type { Arm } from "./block.ts";

/** Two targets in one place are two regions of a plan: what the second is called. */
export function armRegion(region: string, arm: Arm): string {
  return `${region}-${arm}`;
}
