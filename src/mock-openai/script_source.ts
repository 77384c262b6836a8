import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Problem } from "../config/problem.ts";
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
    if (MODULES.includes(ending)) {
      return unlined((await import(pathToFileURL(resolve(path)).href)).default);
    }
    if (YAML.includes(ending)) return await readYamlFile(path);
    return problem("is neither YAML nor TypeScript", "name it .yaml or .ts");
  } catch (error) {
    // Of a module's syntax error the message has several lines.
    const reason = (error as Error).message.replace(/\s+/g, " ");
    return problem(`cannot be read: ${reason}`, "correct the path or the file");
  }
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
