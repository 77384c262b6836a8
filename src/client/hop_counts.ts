/** 600 s, as far as any latency here is counted. */
const MAX_US = 600_000_000;
/** Up to here each µs has a count of its own; above, each octave has half as many: 0.05 % off at most. */
const EXACT_US = 2048;

/**
 * How often frames were held for how long, in whole µs: at most 21,000 counts, however many frames.
 * What is over {@linkcode EXACT_US} stands in the middle of a bucket of the HDR histogram that it
 * ends up in, with three digits.
 */
export class HopCounts {
  readonly framesByUs = new Map<number, number>();

  /** @returns whether the time is one. */
  add(us: unknown): boolean {
    if (!Number.isSafeInteger(us)) return false;
    const value = us as number;
    if (value < 0 || value > MAX_US) return false;
    const bucket = middle(value);
    this.framesByUs.set(bucket, (this.framesByUs.get(bucket) ?? 0) + 1);
    return true;
  }
}

function middle(us: number): number {
  if (us < EXACT_US) return us;
  const width = 2 ** (Math.floor(Math.log2(us)) - 10);
  return Math.min(MAX_US, Math.floor(us / width) * width + width / 2);
}
