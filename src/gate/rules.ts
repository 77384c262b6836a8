/** A size in ms, or as a share of what the base takes. */
export interface Size {
  readonly ms?: number;
  readonly ratio?: number;
}

/** What a gate calls a regression, and how sure it must be. */
export interface GateRules {
  /** At most this share of gates between equal targets fails, over all metrics, regions and looks. */
  readonly alpha: number;
  /** How often a regression of the size that matters must be found, for a pass to mean something. */
  readonly power: number;
  /** An effect must be beyond both to count. */
  readonly floorMs: number;
  readonly floorRatio: number;
  /** Of ttfa; relay_hop and rtt, which are part of it, have the same one in ms. */
  readonly size: Size;
  /** Of the worst 5 % of ttfa, and of cold_start. */
  readonly tailSize: Size;
  /** Of the share of slow turns. */
  readonly slowSize: number;
  /** Of draws and simulations. */
  readonly seed: number;
}

export const DEFAULT_RULES: GateRules = {
  alpha: 0.01,
  power: 0.9,
  floorMs: 1,
  floorRatio: 0.001,
  size: { ratio: 0.05 },
  tailSize: { ratio: 0.25 },
  slowSize: 0.15,
  seed: 1,
};
