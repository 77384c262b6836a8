import type { Cell } from "./cell.ts";
import { smallestVisible, type Visibility } from "./visible.ts";

/** How much more of the same a test most likely needs. */
export interface Forecast {
  readonly blocks: number;
  /** Of each target, over all blocks. */
  readonly turns: number;
}

/** With so many turns the visible effect falls with the root of their number, of shares as well. */
const MANY_TURNS = 2000;
/** Nearer than a part of so many the scatter is not known. */
const PARTS = 16;

/**
 * How many blocks like these would most likely show an effect of `size`, by the very computation that
 * says what these show. The root of their number alone would ask for far too many where they are few:
 * each further block also lets a smaller p be reached, and a rarer slow turn be no chance.
 */
export function forecast(cell: Cell, visibility: Visibility, size: number): Forecast {
  const { differences: { length }, turns } = cell;
  const perBlock = turns / Math.max(1, length);
  const visible = (blocks: number) => smallestVisible(cell, visibility, blocks);
  // Below it no p is small enough.
  const least = Math.ceil(-Math.log2(visibility.alpha)) + 1;
  const blocks = length < 2
    ? least
    : search(Math.max(length, least - 1), MANY_TURNS / perBlock, visible, size);
  return { blocks, turns: Math.ceil(perBlock * blocks) };
}

/** A number of blocks that shows `size`: doubled until it does, then the least between. */
function search(
  from: number,
  most: number,
  visible: (blocks: number) => number,
  size: number,
): number {
  let [low, high] = [from, 2 * from];
  while (visible(high) > size) {
    if (high >= most) return Math.ceil(high * (visible(high) / size) ** 2);
    [low, high] = [high, 2 * high];
  }
  while (high - low > Math.max(1, high / PARTS)) {
    const middle = Math.round((low + high) / 2);
    if (visible(middle) > size) low = middle;
    else high = middle;
  }
  return high;
}
