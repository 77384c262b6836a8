/** Where a pattern fits best into a signal, and how well: Pearson's correlation, −1 to 1. */
export interface Match {
  readonly offset: number;
  readonly correlation: number;
}

/** Means of so many values each are compared first, the pattern cut at each place: a quarter of the work. */
const COARSE = 4;
/** A pattern with fewer coarse values than this has no shape left in them. */
const MIN_COARSE_LENGTH = 12;

/** A signal to search in, prepared once for all patterns. */
export class Signal {
  readonly coarse: Float64Array;

  constructor(readonly values: Float64Array) {
    this.coarse = coarse(values);
  }
}

/** A shape to search for, prepared once for all signals. */
export class Pattern {
  readonly #fine: Shape;
  /** Without its first value, its first two and so on: one of them is cut where the signal is. */
  readonly #coarse: readonly Shape[];

  constructor(values: Float64Array) {
    this.#fine = shapeOf(values);
    this.#coarse = Array.from({ length: COARSE }, (_, i) => shapeOf(coarse(values.subarray(i))));
  }

  get length(): number {
    return this.#fine.values.length;
  }

  /**
   * Slides over the signal. Where it does not fit in, or nothing varies, the correlation is 0. Of a
   * long pattern only the neighbourhood of its best coarse match is compared in full.
   */
  bestMatch({ values, coarse }: Signal): Match {
    if (this.length < MIN_COARSE_LENGTH * COARSE) return slide(this.#fine, values, 0, Infinity);
    const near = this.#coarse.map((shape, i) => {
      const { offset, correlation } = slide(shape, coarse, 0, Infinity);
      return { offset: offset * COARSE - i, correlation };
    }).reduce((a, b) => b.correlation > a.correlation ? b : a).offset;
    return slide(this.#fine, values, near - COARSE, near + COARSE);
  }
}

/** Values less their mean, and the length of that vector. */
interface Shape {
  readonly values: Float64Array;
  readonly norm: number;
}

function shapeOf(values: Float64Array): Shape {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const shape = values.map((value) => value - mean);
  return { values: shape, norm: Math.hypot(...shape) };
}

function coarse(values: Float64Array): Float64Array {
  const means = new Float64Array(Math.floor(values.length / COARSE));
  for (let i = 0; i < means.length; i++) {
    let sum = 0;
    for (let j = i * COARSE; j < (i + 1) * COARSE; j++) sum += values[j]!;
    means[i] = sum / COARSE;
  }
  return means;
}

/** The best of the offsets from `first` to `last`, as far as the shape fits in there. */
function slide(shape: Shape, signal: Float64Array, first: number, last: number): Match {
  const end = Math.min(last, signal.length - shape.values.length);
  let best = 0;
  let bestOffset = 0;
  for (let offset = Math.max(0, first); offset <= end; offset++) {
    const correlation = correlate(shape.values, signal, offset) / shape.norm;
    if (correlation <= best) continue;
    best = correlation;
    bestOffset = offset;
  }
  return { offset: bestOffset, correlation: best };
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
