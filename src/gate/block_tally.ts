import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import { armRegion } from "./arm_region.ts";
import { type ArmBlock, ARMS, type Block, emptyBlock } from "./block.ts";

/** Collects one block of every region, from the samples of both targets. */
export class BlockTally {
  readonly blocks: ReadonlyMap<string, Block>;
  readonly #arms: ReadonlyMap<string, ArmBlock>;

  constructor(readonly regions: readonly string[]) {
    this.blocks = new Map(regions.map((region) => [region, emptyBlock()]));
    this.#arms = new Map(
      regions.flatMap((region) =>
        ARMS.map((arm) => [armRegion(region, arm), this.blocks.get(region)![arm]])
      ),
    );
  }

  addTurn({ tags, outcome, ttfaMs }: TurnSample): void {
    const arm = this.#arms.get(tags.region)!;
    if (outcome === "late_generator") arm.late++;
    else if (outcome === "ok" && ttfaMs !== undefined) arm.ttfaMs.push(ttfaMs);
    else arm.failed++;
  }

  addSession({ tags, outcome, turnsMissed = 0, relayHops = new Map() }: SessionSample): void {
    const arm = this.#arms.get(tags.region)!;
    if (outcome === "late_generator") arm.late += turnsMissed;
    for (const [us, frames] of relayHops) {
      for (let i = 0; i < frames; i++) arm.relayHopMs.push(us / 1000);
    }
  }

  /** Counts what each target was to do and was not even asked: by its doing, but for late sessions. */
  close(turnsOfArm: number): void {
    for (const arm of this.#arms.values()) {
      arm.failed += Math.max(0, turnsOfArm - arm.ttfaMs.length - arm.failed - arm.late);
    }
  }
}
