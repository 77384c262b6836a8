import { dirname, extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { FixtureError, readPcm } from "../audio/fixture.ts";
import { resample } from "../audio/resample.ts";
import type { Problem } from "../config/problem.ts";
import { REALTIME_SAMPLE_RATE } from "../protocol/events.ts";
import type { LoadedRule } from "./rule.ts";
import { type CheckedRule, checkScript } from "./script_check.ts";
import type { ScriptPath, ScriptProblem } from "./script_value.ts";
import type { ScriptSource } from "./script_yaml.ts";

const MODULES = [".ts", ".mts", ".js", ".mjs"];
const YAML = [".yaml", ".yml"];

/**
 * Reads a script, YAML or a module, with the audio that it names. The rules are complete where
 * `problems` is empty; each problem names the file, in YAML the line, and the rule.
 */
export async function loadScript(
  path: string,
): Promise<{ rules: LoadedRule[]; problems: Problem[] }> {
  const source = await readSource(path);
  if ("problems" in source) return { rules: [], ...source };
  const { rules, problems } = checkScript(source.value);
  const folder = dirname(path);
  const loaded = await Promise.all(rules.map((rule) => withAudio(rule, folder, problems)));
  return {
    rules: loaded,
    problems: problems.map(({ path: at, rule, remedy }) => ({
      field: [place(path, source.lineOf(at)), ...named(at)].join(" "),
      rule,
      remedy,
    })),
  };
}

async function readSource(path: string): Promise<ScriptSource | { problems: Problem[] }> {
  const ending = extname(path).toLowerCase();
  const problem = (rule: string, remedy: string) => ({ problems: [{ field: path, rule, remedy }] });
  try {
    if (MODULES.includes(ending)) return await importModule(path);
    if (YAML.includes(ending)) return await readYamlFile(path);
    return problem("is neither YAML nor TypeScript", "name it .yaml or .ts");
  } catch (error) {
    // Of a module's syntax error the message has several lines.
    const reason = (error as Error).message.replace(/\s+/g, " ");
    return problem(`cannot be read: ${reason}`, "correct the path or the file");
  }
}

async function importModule(path: string): Promise<ScriptSource> {
  const { default: value } = await import(pathToFileURL(resolve(path)).href);
  return { value, lineOf: () => undefined };
}

async function readYamlFile(path: string): Promise<ScriptSource | { problems: Problem[] }> {
  // Loading the YAML library takes 30 ms, which most runs need not spend.
  const { readYaml } = await import("./script_yaml.ts");
  const source = readYaml(await Deno.readTextFile(path));
  if (!("errors" in source)) return source;
  const remedy = "correct the YAML";
  return {
    problems: source.errors.map(({ line, message }) => ({
      field: place(path, line),
      rule: message,
      remedy,
    })),
  };
}

async function withAudio(
  { audioFile, ...rule }: CheckedRule,
  folder: string,
  problems: ScriptProblem[],
): Promise<LoadedRule> {
  if (!audioFile) return rule;
  try {
    const { samples, sampleRateHz } = await readPcm(resolve(folder, audioFile.name));
    return { ...rule, audio: resample(samples, sampleRateHz, REALTIME_SAMPLE_RATE) };
  } catch (error) {
    if (!(error instanceof FixtureError)) throw error;
    problems.push({ path: audioFile.path, rule: error.message, remedy: "name a WAV file" });
    return rule;
  }
}

function place(path: string, line: number | undefined): string {
  return line === undefined ? path : `${path}:${line}`;
}

/** E.g. `rule 3 when.turn`: people count from 1. */
function named([list, index, ...rest]: ScriptPath): string[] {
  if (list === undefined) return [];
  if (index === undefined) return [String(list)];
  return rest.length === 0
    ? [`rule ${Number(index) + 1}`]
    : [`rule ${Number(index) + 1}`, rest.join(".")];
}
