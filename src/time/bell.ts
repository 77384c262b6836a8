/** The cells of {@linkcode Bell}: how often a sleep was ordered, and how often one ended by itself. */
export const [ORDERS, RINGS] = [0, 1];

/** What a thread and its waker share. */
export interface Bell {
  readonly cells: Int32Array<SharedArrayBuffer>;
  /** How long to sleep; written before the order. A time would need one clock for both threads. */
  readonly leftMs: Float64Array<SharedArrayBuffer>;
}

export function newBell(): Bell {
  return {
    cells: new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)),
    leftMs: new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT)),
  };
}
