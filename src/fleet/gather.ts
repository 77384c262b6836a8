import type { Bus } from "./bus.ts";
import { FleetError } from "./fleet_error.ts";
import type { Announcement } from "./records.ts";
import { type Member, rosterOf, type Wanted } from "./roster.ts";
import { ROLL_CALL } from "./subjects.ts";

/** For the slowest path to an agent and back. */
const ROLL_CALL_MS = 1_000;

/**
 * Calls the roll until every region has its agents.
 *
 * @throws {FleetError} when they do not come in time, or waiting would not help
 */
export async function gather(
  bus: Bus,
  wanted: Wanted,
  waitMs: number,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<readonly Member[]> {
  const endMs = performance.now() + waitMs;
  let said = "";
  while (true) {
    const announced = await bus.askAll<Announcement>(ROLL_CALL, ROLL_CALL_MS);
    const { members, problems, isMissing } = rosterOf(announced, wanted);
    if (problems.length === 0) return members;
    if (signal.aborted) throw new FleetError("interrupted while agents were awaited");
    const lack = problems.join("\n");
    if (!isMissing || performance.now() > endMs) throw new FleetError(lack);
    if (lack !== said) say(`Waiting: ${lack}`);
    said = lack;
  }
}
