import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import type { Problem } from "../config/problem.ts";
import { systemReason } from "../config/system_reason.ts";
import type { ScriptPath } from "./script_value.ts";

/** The value of a script, not checked yet. */
export interface ScriptSource {
  readonly value: unknown;
  /** Where the value at this path stands, from 1; `undefined` where nobody knows. */
  lineOf(path: ScriptPath): number | undefined;
}

const MODULES = [".ts", ".mts", ".js", ".mjs"];
const YAML = [".yaml", ".yml"];

/** A module's values have no lines. */
export function unlined(value: unknown): ScriptSource {
  return { value, lineOf: () => undefined };
}

/** Reads the file as YAML or imports it, by its name's ending. */
export async function readSource(path: string): Promise<ScriptSource | { problems: Problem[] }> {
  const ending = extname(path).toLowerCase();
  const problem = (rule: string, remedy: string) => ({ problems: [{ field: path, rule, remedy }] });
  try {
    await Deno.stat(path);
    if (MODULES.includes(ending)) return await readModule(path);
    if (YAML.includes(ending)) return await readYamlFile(path);
    return problem("is neither YAML nor TypeScript", "name it .yaml or .ts");
  } catch (error) {
    return problem(`cannot be read: ${systemReason(error)}`, "correct the path");
  }
}

const EXPORT = "export default { rules: [ … ] }";

async function readModule(path: string): Promise<ScriptSource | { problems: Problem[] }> {
  const { href } = pathToFileURL(resolve(path));
  try {
    const module = await import(href);
    if ("default" in module) return unlined(module.default);
    const rule = "has no default export";
    return { problems: [{ field: path, rule, remedy: `write ${EXPORT}` }] };
  } catch (error) {
    const { message, line } = whatFailed(error, href);
    const remedy = `correct the file, which may do without imports: ${EXPORT}`;
    return {
      problems: [{ field: placeIn(path, line), rule: `cannot be loaded: ${message}`, remedy }],
    };
  }
}

/** In one line, without colours; and where in the module it was, if that is known. */
function whatFailed(
  error: unknown,
  href: string,
): { message: string; line: number | undefined } {
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  const place = stripVTControlCharacters(stack).split(`${href}:`)[1];
  return {
    message: stripVTControlCharacters(message).replace(/\s+/g, " "),
    line: place === undefined ? undefined : parseInt(place),
  };
}

async function readYamlFile(path: string): Promise<ScriptSource | { problems: Problem[] }> {
  // Loading the YAML library takes 30 ms, which most runs need not spend.
  const { readYaml } = await import("./script_yaml.ts");
  const source = readYaml(await Deno.readTextFile(path));
  if (!("errors" in source)) return source;
  const remedy = "correct the YAML";
  return {
    problems: source.errors.map(({ line, message }) => ({
      field: placeIn(path, line),
      rule: message,
      remedy,
    })),
  };
}

/** A line of a file, e.g. `answers.yaml:7`. */
export function placeIn(path: string, line: number | undefined): string {
  return line === undefined ? path : `${path}:${line}`;
}
