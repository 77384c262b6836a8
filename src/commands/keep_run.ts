import { RUN_FILES } from "../report/run_folder.ts";

/**
 * Copies a run into a folder of runs, under its id. It appears there whole or not at all, as gates may
 * read the folder meanwhile.
 *
 * @returns what was done, as a sentence
 */
export async function keepRun(path: string, history: string, runId: string): Promise<string> {
  // Written by whoever wrote the run.
  if (!/^\w[\w.-]*$/.test(runId)) return `Not kept: '${runId}' is no name for a folder`;
  const kept = `${history}/${runId}`;
  const [here, there] = await Promise.all(
    [path, kept].map((folder) => Deno.realPath(folder).catch(() => undefined)),
  );
  if (there !== undefined) {
    return here === there ? "In the history already" : `${kept} is kept already`;
  }
  const begun = await Deno.makeTempDir({ dir: history, prefix: ".keep-" });
  // The rights of a temporary folder are its maker's alone.
  await Deno.chmod(begun, 0o755);
  for (const name of RUN_FILES) await Deno.copyFile(`${path}/${name}`, `${begun}/${name}`);
  await Deno.rename(begun, kept);
  return `Kept as ${kept}`;
}
