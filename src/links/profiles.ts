/** What a link adds to what the real path already takes, and some 0.5 ms a round trip by itself. */
export interface LinkSpec {
  /** Added to each round trip, half of it each way. */
  readonly rttMs: number;
  /** The most that chance adds to a round trip: each way draws evenly from 0 to half of it. */
  readonly jitterMs: number;
}

/** A link, and where its figures are from: an address to look them up at, or `assumed` and why. */
export interface SourcedLink extends LinkSpec {
  readonly source: { readonly rtt: string; readonly jitter: string };
}

/** Where callers and the bridge of a region are, seen as the two links of a call. */
export interface RegionProfile {
  readonly name: string;
  /** Between caller and bridge. */
  readonly client: SourcedLink;
  /** Between bridge and the Realtime service. */
  readonly upstream: SourcedLink;
}

/** Round trips from a home in Virginia to data centres of one provider, in ms. */
const FROM_VIRGINIA = "https://pastebin.com/rrQjtjmR";
/** Medians between data centres of the same provider, in ms, as they were in November 2026. */
const BETWEEN_CENTRES = "https://cloudping.co/";

const SPREAD = "assumed: some percent of the RTT, as paths without congestion have";

/**
 * Built-in regions, of the order that the sources give and not measurements of any provider; the
 * service is taken to be in the US.
 */
export const REGION_PROFILES: Readonly<Record<string, RegionProfile>> = {
  us: {
    name: "us",
    client: link(20, 2, `${FROM_VIRGINIA}: 19 to the nearest centre`),
    upstream: link(10, 1, `${FROM_VIRGINIA}: to Ohio 9 more than to Virginia`),
  },
  eu: {
    name: "eu",
    client: link(20, 2, "assumed: as in the US"),
    upstream: link(90, 3, `${FROM_VIRGINIA}: to Ireland 80 and to Frankfurt 93 more`),
  },
  asia: {
    name: "asia",
    client: link(30, 4, "assumed: half as much again as in the US, for more mobile callers"),
    upstream: link(
      ...[170, 6] as const,
      `${FROM_VIRGINIA}: to Tokyo 163 more; ${BETWEEN_CENTRES}: Hong Kong to Oregon 146, Virginia 202`,
    ),
  },
};

function link(rttMs: number, jitterMs: number, rtt: string): SourcedLink {
  return { rttMs, jitterMs, source: { rtt, jitter: SPREAD } };
}

/** The links of a built-in region, if that is what it names. */
export function profileOf(name: string | undefined): RegionProfile | undefined {
  return name === undefined ? undefined : REGION_PROFILES[name];
}
