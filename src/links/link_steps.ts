import { delay } from "./delay.ts";
import { jitter } from "./jitter.ts";
import type { LinkSpec } from "./profiles.ts";
import type { StepFactory } from "./step.ts";

/** The steps that make a link as `spec` says, half of it in each direction. */
export function linkSteps({ rttMs, jitterMs }: LinkSpec): StepFactory {
  return (random) => [delay(rttMs / 2), jitter(jitterMs / 2, random)];
}
