import { existsSync } from "node:fs";
import type { Bus } from "../fleet/bus.ts";
import { FleetError } from "../fleet/fleet_error.ts";
import { COORDINATOR } from "../fleet/subjects.ts";
import { RUNS } from "./check_out.ts";
import type { FleetBrief } from "./fleet_brief.ts";
import { RUN_FILES } from "../report/run_folder.ts";

/** For the slowest path to a coordinator and back. */
const ASK_MS = 1_000;

/** @throws {FleetError} where a coordinator of the run is there: both would write its folder */
export async function refuseSecond(bus: Pick<Bus, "askAll">, runId: string): Promise<void> {
  const underWay = await bus.askAll<{ runId: string }>(COORDINATOR, ASK_MS);
  if (!underWay.some((run) => run.runId === runId)) return;
  throw new FleetError(`run ${runId} has a coordinator that follows it: end that one first`);
}

/** @throws {FleetError} where the run is one of another version */
export function refuseVersion(theirs: string, ours: string): void {
  if (theirs === ours) return;
  throw new FleetError(
    `the run was begun by ttfa ${theirs} and this is ${ours}: resume it with that version`,
  );
}

/**
 * Where a run goes on: in its own folder on the machine that it began on; elsewhere, where the same
 * words lead from here.
 *
 * @param asked what `--out` says now
 */
export function folderToGoOn(
  { head: { runId }, config, place }: Pick<FleetBrief, "head" | "config" | "place">,
  host: string,
  asked: string | undefined,
): string {
  return asked ?? (place.host === host ? place.folder : config.out ?? defaultFolder(runId));
}

/** Of a run that was not told where. */
export function defaultFolder(runId: string): string {
  return `${RUNS}/${runId}`;
}

/**
 * Takes away what the coordinator before wrote of the same run, and did not finish: the stream has it all.
 *
 * @throws {FleetError} where the folder holds anything else
 */
export function clearFolder(path: string, runId: string): void {
  if (!existsSync(`${path}/run.json`)) return;
  const { runId: found, state } = JSON.parse(Deno.readTextFileSync(`${path}/run.json`));
  if (found !== runId || state !== "running") {
    const rule = found === runId ? "that run, which has ended" : "another run";
    throw new FleetError(
      `--resume ${runId}: '${path}' holds ${rule}; name another folder with --out`,
    );
  }
  // It may have died before it made all of them, and run.json goes last: with it this can be repeated.
  const files = RUN_FILES.toReversed().map((name) => `${path}/${name}`);
  for (const file of files.filter(existsSync)) Deno.removeSync(file);
}
