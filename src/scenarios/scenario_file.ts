import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Problem } from "../config/problem.ts";
import { attended } from "./attended.ts";
import { consoleToStderr } from "./console_to_stderr.ts";
import { placeIn } from "./place.ts";
import type { Scenario } from "./scenario.ts";
import { scenarioProblems } from "./scenario_problems.ts";

/** A scenario that is ready to run, and how to tell where in its file an error arose. */
export interface LoadedScenario {
  readonly scenario: Scenario;
  /** E.g. `hotel.ts:12:7`; `undefined` where nobody knows. */
  placeOf?(error: unknown): string | undefined;
}

const REMEDY = "correct the file";

/** Imports a scenario: what the module exports by default. */
export async function loadScenarioFile(path: string): Promise<LoadedScenario | readonly Problem[]> {
  const url = pathToFileURL(resolve(path)).href;
  const placeOf = (error: unknown) => {
    const place = placeIn(url, error);
    return place === undefined ? undefined : `${path}:${place}`;
  };
  if (!existsSync(path)) {
    return [{
      field: `--scenario ${path}`,
      rule: "there is no such file",
      remedy: "correct the path",
    }];
  }
  consoleToStderr();
  try {
    const { default: scenario } = await import(url);
    const problems = scenarioProblems(scenario);
    if (problems.length === 0) return { scenario: attended(scenario as Scenario), placeOf };
    const field = `--scenario ${path}:${await lineOfExport(path)}`;
    return problems.map((rule) => ({ field, rule, remedy: "see docs/scenarios.md" }));
  } catch (error) {
    const field = `--scenario ${placeOf(error) ?? path}`;
    return [{ field, rule: `cannot be loaded: ${firstLine(error)}`, remedy: REMEDY }];
  }
}

/** Where the default export stands, 1 where there is none. */
async function lineOfExport(path: string): Promise<number> {
  const lines = (await Deno.readTextFile(path)).split("\n");
  return Math.max(0, lines.findIndex((line) => /^export\s+default\b/.test(line))) + 1;
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0]!;
}
