import type { TruthLine } from "./truth.ts";

/** The lines of a truth log, in order; a last line that was cut off is left out. */
export async function readTruth(path: string): Promise<TruthLine[]> {
  const lines = (await Deno.readTextFile(path)).split("\n");
  return lines.slice(0, -1).map((line) => JSON.parse(line));
}
