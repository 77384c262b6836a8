import type { Ending } from "./endings.ts";
import { type Tallies, type Tally, tallyOf } from "./tally.ts";

/** A figure of the bridge's usage that is not what the others counted. */
export interface Difference {
  readonly kind: string;
  readonly field: keyof Tally;
  readonly bridge: number;
  /** The least and the most that it may be. */
  readonly expected: readonly [number, number];
}

export interface Counted {
  readonly bridge: Tallies;
  readonly client: Tallies;
  readonly upstream: Tallies;
}

/** Holds the bridge's usage of each kind against what its two sides counted. */
export function differences(endings: readonly Ending[], counted: Counted): Difference[] {
  return endings.flatMap((ending) => {
    const [bridge, client, upstream] = [counted.bridge, counted.client, counted.upstream]
      .map((tallies) => tallyOf(tallies, ending.kind)) as [Tally, Tally, Tally];
    const fields = Object.keys(bridge) as (keyof Tally)[];
    return fields.flatMap((field) => {
      const values = bounds(ending, field, client[field], upstream[field]);
      const expected = [Math.min(...values), Math.max(...values)] as const;
      const fits = ending.traffic === "cut" || expected[0] === expected[1];
      const isIn = bridge[field] >= expected[0] && bridge[field] <= expected[1];
      return fits && isIn ? [] : [{ kind: ending.kind, field, bridge: bridge[field], expected }];
    });
  });
}

/** The counts that must agree, with each other and with the bridge; where traffic was cut, its bounds. */
function bounds(
  { traffic }: Ending,
  field: keyof Tally,
  client: number,
  upstream: number,
): number[] {
  // The client alone knows of sessions whose upstream never opened.
  if (field === "sessions") return [client];
  return traffic === "delivered" ? [upstream] : [client, upstream];
}
