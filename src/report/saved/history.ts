import { changedSettings } from "../comparison.ts";
import type { RunReport } from "../run_json.ts";
import { readRun } from "./read_run.ts";
import type { SavedRun } from "./saved_run.ts";

/** What a folder of run folders has to compare a run with. */
export interface History {
  /** In the order of time. */
  readonly comparable: readonly SavedRun[];
  /** How many others there are, by reason. */
  readonly leftOut: Readonly<Record<string, number>>;
}

/**
 * Reads every run below `folder` that came before `own`. Those that did not measure the same on such a
 * machine, or nothing to rely on, are left out and counted; a folder without a run.json is none.
 *
 * @throws {Deno.errors.NotFound} where there is no such folder, and whatever else keeps it from being read
 */
export async function readHistory(folder: string, own: RunReport): Promise<History> {
  const comparable: SavedRun[] = [];
  const leftOut: Record<string, number> = {};
  for (const { name, isFile } of [...Deno.readDirSync(folder)]) {
    const path = `${folder}/${name}`;
    // One that begins with a dot is being copied.
    if (isFile || name.startsWith(".") || !await exists(`${path}/run.json`)) continue;
    const run = await readRun(path).catch(() => undefined);
    const reason = run ? unlike(run.report, own) : "unreadable";
    if (reason === undefined) comparable.push(run!);
    else leftOut[reason] = (leftOut[reason] ?? 0) + 1;
  }
  comparable.sort((a, b) => startMs(a.report) - startMs(b.report));
  return { comparable, leftOut };
}

/** Why a past run says nothing about another; `undefined` where it does. */
export function unlike(past: RunReport, own: RunReport): string | undefined {
  if (past.runId === own.runId) return "the run itself";
  if (startMs(past) >= startMs(own)) return "later than the run";
  if (past.state !== "complete") return "partial";
  if (!past.validity.valid) return "not valid";
  const settings = changedSettings(past, own).filter((name) => !WITHOUT_EFFECT.includes(name))
    // Runs once kept it without the embedded mock as well, to which alone it is something.
    .filter((name) => name !== "think" || Object.hasOwn(own.config as object, "think"));
  if (settings.length > 0) return `with other ${settings.join(", ")}`;
  if (machineOf(past) !== machineOf(own)) return "on another machine";
  return past.environment.v8Flags === own.environment.v8Flags ? undefined : "under other V8 flags";
}

/** Of the settings of a run, those that change no figure. */
const WITHOUT_EFFECT = ["seed", "maxMinutes"];

/** Kind of system and number of CPUs; versions come and go, and what they change is a change of level. */
function machineOf({ environment: { os, cpus } }: RunReport): string {
  const words = os.split(" ");
  return `${words[0]} ${words.at(-1)} ${cpus}`;
}

function startMs({ startedAt }: RunReport): number {
  return Date.parse(startedAt);
}

function exists(path: string): Promise<boolean> {
  return Deno.stat(path).then(() => true, () => false);
}
