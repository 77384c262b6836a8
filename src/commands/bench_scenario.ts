import { judgeClientEvent } from "../bridge/policy.ts";
import { isScenarioFile } from "../config/scenario_flag.ts";
import type { Problem } from "../config/problem.ts";
import type { LoadedRule } from "../mock-openai/rule.ts";
import { readScript } from "../mock-openai/script_file.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { loadScenarioFile } from "../scenarios/scenario_file.ts";
import { loadsInTime } from "../scenarios/trial_load.ts";
import { scenarioNamed } from "../scenarios/scenarios.ts";

/** A module that loads for longer will not end. */
const LOAD_LIMIT_MS = 10_000;

/** The scenario that `--scenario` asks for; what is wrong with its file is added to `problems`. */
export async function readScenario(text: string, problems: Problem[]): Promise<Scenario> {
  if (!isScenarioFile(text)) return scenarioNamed(text);
  const loaded = await loadsInTime(text, LOAD_LIMIT_MS) ? await loadScenarioFile(text) : [{
    field: `--scenario ${text}`,
    rule: `is still loading after ${
      LOAD_LIMIT_MS / 1000
    } s: a loop or a wait at its top never ends`,
    remedy: "correct the file",
  }];
  if ("scenario" in loaded) return loaded.scenario;
  problems.push(...loaded);
  return scenarioNamed("conversation");
}

/** What the embedded mock has to do for this scenario where the user gives it no script. */
export async function bundledScript({ name }: Scenario): Promise<readonly LoadedRule[]> {
  // A burst is over before anybody could speak into it.
  return name === "barge-in" ? await readScript({ rules: [{ pace: "realtime" }] }) : [];
}

/** Whether a bridge has to let its clients take over the session for this scenario. */
export function needsOpenPolicy({ session }: Scenario): boolean {
  const update = JSON.stringify({ type: "session.update", session });
  return session !== undefined && judgeClientEvent(update) !== undefined;
}

/** Whether it needs sessions that only transcribe. */
export function isTranscription({ session }: Scenario): boolean {
  return session?.type === "transcription";
}
