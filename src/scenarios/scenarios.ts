import { bargeIn } from "./barge_in.ts";
import { coldStart } from "./cold_start.ts";
import { conversation } from "./conversation.ts";
import { idle } from "./idle.ts";
import { long } from "./long.ts";
import { pushToTalk } from "./push_to_talk.ts";
import { reconnect } from "./reconnect.ts";
import type { Scenario } from "./scenario.ts";
import { text } from "./text.ts";
import { toolCall } from "./tool_call.ts";
import { transcription } from "./transcription.ts";

/** The scenarios that come with the program. */
export const SCENARIOS: readonly Scenario[] = [
  conversation,
  pushToTalk,
  bargeIn,
  toolCall,
  text,
  idle,
  reconnect,
  long,
  transcription,
  coldStart,
];

export function isBuiltIn(name: string): boolean {
  return SCENARIOS.some((scenario) => scenario.name === name);
}

/** @throws {RangeError} when no scenario has this name. */
export function scenarioNamed(name: string): Scenario {
  const scenario = SCENARIOS.find((candidate) => candidate.name === name);
  if (!scenario) {
    throw new RangeError(`no scenario '${name}' among ${SCENARIOS.map((s) => s.name)}`);
  }
  return scenario;
}
