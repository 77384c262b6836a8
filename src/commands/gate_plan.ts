import { armRegion } from "../gate/arm_region.ts";
import { ARMS } from "../gate/block.ts";
import type { Plan } from "../plan/plan.ts";
import { seeded } from "../random/random.ts";
import type { GateRequest } from "./gate_request.ts";

/** Turns of each target in one region in one block. */
export function turnsPerBlock({ config: { clients, turns } }: GateRequest): number {
  return clients * turns;
}

/**
 * One block: both targets of every region at the same time, with the same words in the same order. A
 * coin says which of the two takes its turn first whenever both are due: under equal targets the labels
 * of a block are exchangeable by that coin.
 */
export function planOfBlock(request: GateRequest, block: number): Plan {
  const { config, regions, speech, rules: { seed } } = request;
  const coin = seeded(seed, "order", String(block));
  return {
    seed: (seed + block) % 2 ** 32,
    regions: regions.flatMap((region) => {
      const arms = coin() < 0.5 ? ARMS : ARMS.toReversed();
      return arms.map((arm) => armRegion(region, arm));
    }),
    scenario: "conversation",
    fixtures: speech.map(({ name }) => name),
    load: {
      shape: "constant-sessions",
      clients: config.clients,
      turns: config.turns,
      rampMs: RAMP_MS,
    },
    thinkBetween: config.thinkBetween,
    gracefulStopMs: 0,
    jitter: 0,
    frameMs: config.frameMs,
    turnTimeoutMs: config.turnTimeout * 1000,
    lateLimitMs: config.lateLimit,
  };
}

/** Callers do not all end their sentence in the same instant. */
const RAMP_MS = 500;
