import type { GateFlagValues } from "../config/gate_flags.ts";
import type { GateRules } from "../gate/rules.ts";

/** What the flags make of the rules; without a seed a new one. */
export function gateRulesOf(config: GateFlagValues): GateRules {
  const { alpha, size, tailSize, slowSize, floorMs, floorPercent } = config;
  return {
    ...{ alpha, size, tailSize, floorMs },
    power: 0.9,
    floorRatio: floorPercent / 100,
    slowSize: slowSize / 100,
    seed: config.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]!,
  };
}
