import type { Problem } from "./problem.ts";
import { asFlag, REGION_KEYS } from "./region_flags.ts";
import type { FileSettings } from "./setting_texts.ts";

type Texts = Readonly<Record<string, readonly string[]>>;

/**
 * A problem of a flag, told of the setting that a config file has in its place, and in the file's own
 * words; as it is where the file has no part in it.
 *
 * @param key of the flag that the problem is about
 * @param merged flags and file together
 */
export function placeInFile(
  problem: Problem,
  key: string,
  { regions }: FileSettings,
  flags: Texts,
  merged: Texts,
): Problem {
  const own = problem.region === undefined ? undefined : regions.get(problem.region);
  const at = `regions.${problem.region}`;
  for (const [field, flag] of own ? Object.entries(REGION_KEYS) as Entries : []) {
    if (flag !== key) continue;
    const texts = own![field].map((text) => [text, asFlag(field, problem.region!, text)] as const)
      .filter(([_, told]) => merged[key]?.includes(told));
    const [text, told] = texts.find(([_, told]) => problem.rule.includes(`'${told}'`)) ?? [];
    if (told !== undefined) {
      return { ...problem, field: `${at}.${field}`, rule: problem.rule.replace(told, () => text!) };
    }
    if (texts.length > 0 && field !== "thresholds") return { ...problem, field: `${at}.${field}` };
  }
  if (flags[key] !== undefined || !merged[key]?.length) return problem;
  return { ...problem, field: own && key !== "thresholds" ? at : key };
}

type Entries = [keyof typeof REGION_KEYS, string][];
