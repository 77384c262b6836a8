import { type Random, seeded } from "../random/random.ts";
import type { SessionPlan } from "./plan.ts";

/** Callers do not all pick up at once: their starts are spread over this time. */
const RAMP_MS = 1000;

export interface ConstantSessions {
  readonly regions: readonly string[];
  /** Sessions in each region. */
  readonly clients: number;
  readonly turns: number;
  readonly scenario: string;
  readonly fixtures: readonly string[];
  readonly frameMs: number;
  readonly seed: number;
}

/**
 * A fixed number of concurrent sessions (k6: constant-vus). Each speaks its own seeded order of the
 * fixtures. Starts are spread over a ramp, and over one frame on top, so that the clients' frames do
 * not all fall due in the same instant.
 */
export function constantSessions(options: ConstantSessions): SessionPlan[] {
  const { regions, clients, turns, scenario, fixtures, frameMs, seed } = options;
  const total = regions.length * clients;
  const stepMs = (RAMP_MS + frameMs) / total;
  return Array.from({ length: total }, (_, i) => {
    const region = regions[i % regions.length]!;
    const number = Math.floor(i / regions.length) + 1;
    // The order depends on the number alone: every region hears the same conversations.
    const order = shuffled(fixtures, seeded(seed, "fixtures", String(number)));
    return {
      id: `${region}-${number}`,
      region,
      dueMs: i * stepMs,
      scenario,
      turns: Array.from({ length: turns }, (_, turn) => order[turn % order.length]!),
    };
  });
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
