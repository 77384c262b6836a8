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
  const field = FIELDS.find((field) => REGION_KEYS[field] === key);
  const texts = own && field
    ? own[field].map((text) => ({ text, told: asFlag(field, problem.region!, text) }))
      .filter(({ told }) => merged[key]?.includes(told))
    : [];
  const quoted = texts.find(({ told }) => problem.rule.includes(`'${told}'`));
  if (quoted) {
    const rule = problem.rule.replace(quoted.told, () => quoted.text);
    return { ...problem, field: `${at}.${field}`, rule };
  }
  // A threshold is always quoted: this one stands elsewhere.
  if (texts.length > 0 && field !== "thresholds") return { ...problem, field: `${at}.${field}` };
  if (flags[key] !== undefined || !merged[key]?.length) return problem;
  return { ...problem, field: own && field !== "thresholds" ? at : key };
}

const FIELDS = Object.keys(REGION_KEYS) as (keyof typeof REGION_KEYS)[];
