import { UsageError } from "../config/problem.ts";
import { FORMATS } from "../report/formats.ts";
import type { RunFolder } from "../report/run_folder.ts";
import { readRun } from "../report/saved/read_run.ts";

/** From what was written: what `ttfa report` would make of it. */
export async function writeHtml(folder: RunFolder | undefined): Promise<void> {
  if (!folder || folder.unwritten !== undefined) return;
  const { file, render } = FORMATS.html;
  const run = await readRun(folder.path).catch((error: Error) => error);
  if (run instanceof UsageError) return folder.miss(run.message);
  if (run instanceof Error) throw run;
  folder.write(file, await render(run));
}
