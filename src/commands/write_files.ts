import { dirname } from "node:path";
import { UsageError } from "../config/problem.ts";

/**
 * Writes one text to the file `path`, or several into the folder `path` by their names.
 *
 * @throws {UsageError} where that cannot be
 */
export async function writeFiles(
  path: string,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const [only, ...others] = files.values();
  const single = others.length === 0;
  try {
    await Deno.mkdir(single ? dirname(path) : path, { recursive: true });
    if (single) return await Deno.writeTextFile(path, only!);
    for (const [name, text] of files) await Deno.writeTextFile(`${path}/${name}`, text);
  } catch (error) {
    const rule = `'${path}' cannot be written: ${(error as Error).name}`;
    const remedy = `name a ${single ? "file" : "folder"} that you may write`;
    throw new UsageError([{ field: "--out", rule, remedy }]);
  }
}
