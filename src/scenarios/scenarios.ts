import { coldStart } from "./cold_start.ts";
import { conversation } from "./conversation.ts";
import type { Scenario } from "./scenario.ts";

const SCENARIOS: readonly Scenario[] = [conversation, coldStart];

/** @throws {RangeError} when no scenario has this name. */
export function scenarioNamed(name: string): Scenario {
  const scenario = SCENARIOS.find((candidate) => candidate.name === name);
  if (!scenario) {
    throw new RangeError(`no scenario '${name}' among ${SCENARIOS.map((s) => s.name)}`);
  }
  return scenario;
}
