/** What came of one agent. */
export interface Delivery {
  readonly region: string;
  /** Windows that arrived, each counted once. */
  readonly received: number;
  /** How many it made, where it said so at its end. */
  readonly made?: number;
}

/** Windows received and expected, of an agent or a region. */
export interface Coverage {
  readonly received: number;
  readonly expected: number;
}

/**
 * How many windows were to be expected of each agent. One that never said its last is taken to have
 * gone on for as long as any other, and as long as the plan has time; never for as long as was heard of
 * it.
 *
 * @param plannedMs how long the plan's load takes, where time ends it
 */
export function coverageOf(deliveries: readonly Delivery[], plannedMs = 0): Coverage[] {
  const longest = Math.max(
    Math.ceil(plannedMs / 1000),
    ...deliveries.map(({ received, made }) => made ?? received + 1),
  );
  return deliveries.map(({ received, made }) => ({ received, expected: made ?? longest }));
}

export function plusCoverage(a: Coverage, b: Coverage): Coverage {
  return { received: a.received + b.received, expected: a.expected + b.expected };
}

/** From 0 to 1; 1 where nothing was expected. */
export function shareCovered({ received, expected }: Coverage): number {
  return expected === 0 ? 1 : received / expected;
}
