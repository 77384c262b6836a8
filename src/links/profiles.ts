/** What a link adds to what the real path already takes, and some 0.5 ms a round trip by itself. */
export interface LinkSpec {
  /** Added to each round trip, half of it each way. */
  readonly rttMs: number;
  /** The most that chance adds to a round trip: each way draws evenly from 0 to half of it. */
  readonly jitterMs: number;
}

/** Where callers and the bridge of a region are, seen as the two links of a call. */
export interface RegionProfile {
  readonly name: string;
  /** Between caller and bridge. */
  readonly client: LinkSpec;
  /** Between bridge and the Realtime service. */
  readonly upstream: LinkSpec;
}

/**
 * Built-in regions. Illustrative: round figures of the order that public measurements give (a caller
 * is 20 to 30 ms from the nearest edge; the service is taken to be in the US, some 90 ms from Europe
 * and 170 ms from Asia), not measurements of any provider.
 */
export const REGION_PROFILES: Readonly<Record<string, RegionProfile>> = {
  us: profile("us", { rttMs: 20, jitterMs: 2 }, { rttMs: 10, jitterMs: 1 }),
  eu: profile("eu", { rttMs: 20, jitterMs: 2 }, { rttMs: 90, jitterMs: 3 }),
  asia: profile("asia", { rttMs: 30, jitterMs: 4 }, { rttMs: 170, jitterMs: 6 }),
};

function profile(name: string, client: LinkSpec, upstream: LinkSpec): RegionProfile {
  return { name, client, upstream };
}
