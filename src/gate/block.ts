export type Arm = "base" | "candidate";
export const ARMS: readonly Arm[] = ["base", "candidate"];

/** What one target showed in one region during one block. */
export interface ArmBlock {
  /** Of the turns that ended well. */
  readonly ttfaMs: number[];
  /** How many turns did not, by the target's doing. */
  failed: number;
  /** How many the generator spoilt: they count for nothing. */
  late: number;
  /** One value a frame, where the bridge tells. */
  readonly relayHopMs: number[];
}

/** Both targets at the same time, in one region. */
export type Block = Readonly<Record<Arm, ArmBlock>>;

export function emptyBlock(): Block {
  const arm = (): ArmBlock => ({ ttfaMs: [], failed: 0, late: 0, relayHopMs: [] });
  return { base: arm(), candidate: arm() };
}
