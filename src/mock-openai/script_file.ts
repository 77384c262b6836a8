import { dirname, resolve } from "node:path";
import { FixtureError, readPcm } from "../audio/fixture.ts";
import { resample } from "../audio/resample.ts";
import { type Problem, UsageError } from "../config/problem.ts";
import { REALTIME_SAMPLE_RATE } from "../protocol/events.ts";
import type { LoadedRule } from "./rule.ts";
import type { Script } from "./script.ts";
import { type CheckedRule, checkScript } from "./script_check.ts";
import { placeIn, readSource, type ScriptSource, unlined } from "./script_source.ts";
import type { ScriptPath, ScriptProblem } from "./script_value.ts";
import { shadowedRules } from "./shadowed_rules.ts";

/**
 * Reads a script, YAML or a module, with the audio that it names. The rules are complete where
 * `problems` is empty; each problem names the file, in YAML the line, and the rule.
 */
export async function loadScript(path: string): Promise<Loaded> {
  const source = await readSource(path);
  if ("problems" in source) return { rules: [], warnings: [], ...source };
  return await load(source, path, dirname(path));
}

/**
 * Reads a script that is at hand, with audio from `folder` on.
 *
 * @throws {UsageError} with every problem at once.
 */
export async function readScript(script: Script, folder = "."): Promise<LoadedRule[]> {
  const { rules, problems } = await load(unlined(script), "script", folder);
  if (problems.length > 0) throw new UsageError(problems);
  return rules;
}

interface Loaded {
  readonly rules: LoadedRule[];
  readonly problems: Problem[];
  /** Of what is allowed and can hardly be meant. */
  readonly warnings: Problem[];
}

async function load(source: ScriptSource, name: string, folder: string): Promise<Loaded> {
  const { rules, problems } = checkScript(source.value);
  const loaded = await Promise.all(rules.map((rule) => withAudio(rule, folder, problems)));
  // Audio is read when all else has been checked.
  const place = ({ path }: ScriptProblem) => source.lineOf(path) ?? Number(path[1] ?? 0);
  const toProblem = ({ path, rule, remedy }: ScriptProblem): Problem => ({
    field: [placeIn(name, source.lineOf(path)), ...named(path)].join(" "),
    rule,
    remedy,
  });
  return {
    rules: loaded,
    problems: problems.toSorted((a, b) => place(a) - place(b)).map(toProblem),
    // Rules that are wrong are missing from the list.
    warnings: problems.length > 0 ? [] : shadowed(rules).map(toProblem),
  };
}

function shadowed(rules: readonly CheckedRule[]): ScriptProblem[] {
  return shadowedRules(rules.map(({ when }) => when)).map(({ rule, by }) => ({
    path: ["rules", rule],
    rule: `never decides, for rule ${by + 1} fits wherever it does`,
    remedy: "put the narrower one first",
  }));
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

/** E.g. `rule 3 when.turn`: people count from 1. */
function named([list, index, ...rest]: ScriptPath): string[] {
  if (list === undefined) return [];
  if (index === undefined) return [String(list)];
  return rest.length === 0
    ? [`rule ${Number(index) + 1}`]
    : [`rule ${Number(index) + 1}`, rest.join(".")];
}
