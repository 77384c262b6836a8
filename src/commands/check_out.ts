import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Problem } from "../config/problem.ts";
import { systemReason } from "../config/system_reason.ts";
import { RUN_FILES } from "../report/run_folder.ts";

/** Where runs are kept, each in a folder of its own, when nothing else is said. */
export const RUNS = "ttfa-runs";

/**
 * The folder must be ours to write, and no run's yet: found out before anything is measured.
 *
 * @param path left out, runs are kept in folders of their own below {@linkcode RUNS}.
 */
export async function checkOut(path: string | undefined, problems: Problem[]): Promise<void> {
  const field = "--out";
  const folder = path ?? RUNS;
  const holdsRun = (name: string) => existsSync(`${path}/${name}`);
  try {
    if (path !== undefined && RUN_FILES.some(holdsRun)) {
      problems.push({ field, rule: `'${path}' already holds a run`, remedy: "name a new folder" });
      return;
    }
    await Deno.remove(await Deno.makeTempFile({ dir: nearestExisting(folder) }));
  } catch (error) {
    const rule = `'${folder}' cannot be written: ${systemReason(error)}`;
    problems.push({ field, rule, remedy: "name a folder that you may write" });
  }
}

/** The folder itself, or the one above it that would have to take it in. */
function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}
