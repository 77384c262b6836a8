/** One part of a plan that is shared out over `count` workers or machines. */
export interface Segment {
  /** 0-based. */
  readonly index: number;
  readonly count: number;
  /** The regions that it has a share of; left out: all. */
  readonly regions?: readonly string[];
}

export const WHOLE: Segment = { index: 0, count: 1 };

export function hasRegion({ regions }: Segment, region: string): boolean {
  return regions === undefined || regions.includes(region);
}

/**
 * Whether a client of a region belongs to the segment. Clients are dealt round robin, each region
 * beginning with another segment: every segment has its share of every region.
 *
 * @param client 0-based, within its region.
 * @param region index of the region.
 */
export function isDealtTo(segment: Segment, client: number, region: number): boolean {
  return (client + region) % segment.count === segment.index;
}

/** How many of the first `clients` clients of a region belong to the segment. */
export function shareOf(segment: Segment, clients: number, region: number): number {
  const first = (segment.index - region % segment.count + segment.count) % segment.count;
  return Math.max(0, Math.ceil((clients - first) / segment.count));
}

/** Part `index` of `count` of a segment: what one of its workers takes. */
export function partOf(segment: Segment, index: number, count: number): Segment {
  return { ...segment, index: segment.index + segment.count * index, count: segment.count * count };
}
