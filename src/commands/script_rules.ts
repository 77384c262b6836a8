import type { Problem } from "../config/problem.ts";
import type { LoadedRule } from "../mock-openai/rule.ts";
import { loadScript } from "../mock-openai/script_file.ts";

/** The rules of `--script`, none without it; what is wrong with the file is added to `problems`. */
export async function scriptRules(
  path: string | undefined,
  problems: Problem[],
): Promise<LoadedRule[]> {
  if (path === undefined) return [];
  const script = await loadScript(path);
  problems.push(...script.problems);
  return script.rules;
}
