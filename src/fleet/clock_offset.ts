/** One question to another clock: when it was asked and answered by ours, and what the other said. */
export interface ClockSample {
  readonly askedMs: number;
  readonly answeredMs: number;
  readonly theirMs: number;
}

export interface ClockOffset {
  /** Their clock minus ours. */
  readonly offsetMs: number;
  /** The offset may be wrong by so much, either way, however asymmetric the path. */
  readonly errorMs: number;
}

/**
 * Takes the sample whose round trip was shortest: it leaves the least room for when the other clock was
 * read. With no sample nothing is known.
 */
export function estimateOffset(samples: readonly ClockSample[]): ClockOffset | undefined {
  const [best] = [...samples].sort((a, b) => roundTripMs(a) - roundTripMs(b));
  if (!best) return undefined;
  const errorMs = roundTripMs(best) / 2;
  return { offsetMs: best.theirMs - (best.askedMs + errorMs), errorMs };
}

function roundTripMs({ askedMs, answeredMs }: ClockSample): number {
  return answeredMs - askedMs;
}
