/** Where a pattern fits best into a signal, and how well: Pearson's correlation, −1 to 1. */
export interface Match {
  readonly offset: number;
  readonly correlation: number;
}

/** Slides `pattern` over `signal`. Where it does not fit in, or nothing varies, the correlation is 0. */
export function bestMatch(pattern: Float64Array, signal: Float64Array): Match {
  const { shape, norm } = centred(pattern);
  let best: Match = { offset: 0, correlation: 0 };
  for (let offset = 0; offset + shape.length <= signal.length; offset++) {
    const correlation = correlate(shape, signal, offset) / norm;
    if (correlation > best.correlation) best = { offset, correlation };
  }
  return best;
}

function centred(pattern: Float64Array): { shape: Float64Array; norm: number } {
  const mean = pattern.reduce((sum, value) => sum + value, 0) / pattern.length;
  const shape = pattern.map((value) => value - mean);
  return { shape, norm: Math.sqrt(shape.reduce((sum, value) => sum + value * value, 0)) };
}

/** The product of the centred `shape` with the signal, over the signal's own deviation. */
function correlate(shape: Float64Array, signal: Float64Array, offset: number): number {
  let sum = 0;
  let squares = 0;
  let product = 0;
  for (let i = 0; i < shape.length; i++) {
    const value = signal[offset + i]!;
    sum += value;
    squares += value * value;
    product += shape[i]! * value;
  }
  const variance = squares - sum * sum / shape.length;
  return variance > 1e-6 ? product / Math.sqrt(variance) : 0;
}
