import { type Reader, RuleError } from "./readers.ts";

/** The built-in scenarios; `src/scenarios/` has what each does. */
export const SCENARIO_NAMES = [
  "conversation",
  "push-to-talk",
  "barge-in",
  "tool-call",
  "text",
  "idle",
  "reconnect",
  "long",
  "transcription",
  "cold-start",
];

/** Whether `--scenario` names a file of the user's own. */
export function isScenarioFile(scenario: string): boolean {
  return /\.m?[jt]s$/.test(scenario);
}

/** The name of a built-in scenario, or a file's. */
export const scenario: Reader<string> = (text) => {
  if (SCENARIO_NAMES.includes(text) || isScenarioFile(text)) return text;
  const choices = SCENARIO_NAMES.join(", ");
  throw new RuleError(
    `'${text}' is unknown`,
    `choose one of ${choices}, or name a .ts file of your own`,
  );
};
