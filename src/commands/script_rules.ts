import { formatProblem, type Problem } from "../config/problem.ts";
import type { LoadedRule } from "../mock-openai/rule.ts";
import { loadScript } from "../mock-openai/script_file.ts";
import { terminal } from "./output.ts";

/**
 * The rules of `--script`, none without it; what is wrong with the file is added to `problems`, what
 * can hardly be meant is said on stderr.
 */
export async function scriptRules(
  path: string | undefined,
  problems: Problem[],
): Promise<LoadedRule[]> {
  if (path === undefined) return [];
  const script = await loadScript(path);
  problems.push(
    ...script.problems.map((problem) => ({ ...problem, field: `--script ${problem.field}` })),
  );
  for (const warning of script.warnings) terminal.err(`${formatProblem(warning)}\n`);
  return script.rules;
}
