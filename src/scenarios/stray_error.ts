import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { placeIn } from "./place.ts";

/** What is said of a failure in the scenario at `path` that nothing in it waited for. */
export function strayError(path: string, error: unknown): string {
  const place = placeIn(pathToFileURL(resolve(path)).href, error);
  const message = error instanceof Error ? error.message : String(error);
  return `the scenario failed in a promise that it does not await: ${message} ` +
    `(${path}${place === undefined ? "" : `:${place}`})`;
}
