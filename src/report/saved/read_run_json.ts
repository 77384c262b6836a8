import { existsSync } from "node:fs";
import type { Problem } from "../../config/problem.ts";
import { type RunReport, SCHEMA_VERSION } from "../run_json.ts";

/** What every run.json has, and of which kind it is; it may have more. */
const SHAPE = {
  runId: isText,
  startedAt: isTime,
  state: (value: unknown) => ["running", "complete", "interrupted"].includes(value as string),
  config: isObject,
  environment: isObject,
  validity: (value: unknown) => isObject(value) && Array.isArray((value as Fields).reasons),
  warnings: Array.isArray,
  thresholds: Array.isArray,
  outcomes: Array.isArray,
  summary: Array.isArray,
  histograms: Array.isArray,
} as const satisfies Partial<Record<keyof RunReport, (value: unknown) => boolean>>;

type Fields = Record<string, unknown>;

/** The `run.json` of a folder; `undefined` where there is a problem with it. */
export async function readRunJson(
  folder: string,
  problems: Problem[],
): Promise<RunReport | undefined> {
  const text = await Deno.readTextFile(`${folder}/run.json`).catch((error: Error) => error);
  const problem = text instanceof Error
    ? unreadable(folder, text)
    : mistake(`${folder}/run.json`, text);
  if (problem === undefined) return JSON.parse(text as string);
  problems.push(problem);
  return undefined;
}

function unreadable(folder: string, error: Error): Problem {
  const remedy = existsSync(`${folder}/capacity.json`)
    ? `it is of a search for the capacity: name one of its runs, the folders in '${folder}'`
    : "name the folder that bench wrote, e.g. ttfa-runs/20260102-030405-1a2b";
  const missing = error instanceof Deno.errors.NotFound ||
    error instanceof Deno.errors.NotADirectory;
  const rule = missing ? "holds no run: there is no run.json" : `cannot be read: ${error.name}`;
  return { field: folder, rule, remedy };
}

function mistake(field: string, text: string): Problem | undefined {
  const value = parsed(text);
  if (!isObject(value)) {
    return { field, rule: "is not the JSON of a run", remedy: "copy the folder again, whole" };
  }
  const run = value as Fields;
  if (run.schemaVersion !== SCHEMA_VERSION) {
    const found = run.schemaVersion === undefined ? "no version" : `version ${run.schemaVersion}`;
    return {
      field,
      rule: `has ${found} of the schema, and this ttfa reads version ${SCHEMA_VERSION}`,
      remedy: "read it with the version of ttfa that wrote it",
    };
  }
  const wrong = Object.entries(SHAPE).filter(([name, holds]) => !holds(run[name]));
  if (wrong.length === 0) return undefined;
  const names = wrong.map(([name]) => name).join(", ");
  return { field, rule: `has no sound ${names}`, remedy: "copy the folder again, whole" };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isTime(value: unknown): boolean {
  return isText(value) && !Number.isNaN(Date.parse(value as string));
}
