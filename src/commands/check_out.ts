import { dirname } from "node:path";
import type { Problem } from "../config/problem.ts";

/** Where runs are kept, each in a folder of its own, when nothing else is said. */
export const RUNS = "ttfa-runs";

/**
 * The folder must be ours to write, and no run's yet: found out before anything is measured.
 *
 * @param path left out, runs are kept in folders of their own below {@linkcode RUNS}.
 */
export async function checkOut(path = RUNS, problems: Problem[]): Promise<void> {
  const field = "--out";
  for (const name of ["run.json", "turns.csv"]) {
    const taken = await Deno.stat(`${path}/${name}`).then(() => true, () => false);
    if (!taken) continue;
    problems.push({ field, rule: `'${path}' already holds a run`, remedy: "name a new folder" });
    return;
  }
  try {
    await Deno.remove(await Deno.makeTempFile({ dir: await nearestExisting(path) }));
  } catch (error) {
    const rule = `'${path}' cannot be written: ${(error as Error).name}`;
    problems.push({ field, rule, remedy: "name a folder that you may write" });
  }
}

/** The folder itself, or the one above it that would have to take it in. */
async function nearestExisting(path: string): Promise<string> {
  const exists = await Deno.stat(path).then(() => true, () => false);
  return exists || dirname(path) === path ? path : await nearestExisting(dirname(path));
}
