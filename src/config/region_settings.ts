import { DEFAULT_MODEL } from "../protocol/events.ts";
import type { Problem } from "./problem.ts";
import { names, type Reader, RuleError } from "./readers.ts";
import { isRecord, unknownSetting } from "./setting_shape.ts";
import { readTarget } from "./target.ts";

/** What a config file says of one region, as the texts of flags. */
export interface RegionTexts {
  readonly targets: readonly string[];
  readonly thresholds: readonly string[];
  readonly profiles: readonly string[];
  readonly onlyAgents: readonly string[];
}

const FIELDS = ["target", "thresholds", "profile", "agent"];

/** Reads `regions: { eu: { target, thresholds, profile, agent } }`. */
export function readRegionSettings(
  regions: Readonly<Record<string, unknown>>,
  problems: Problem[],
): ReadonlyMap<string, RegionTexts> {
  return new Map(
    Object.entries(regions).map(([name, of]) => [name, readRegion(name, of, problems)]),
  );
}

function readRegion(name: string, of: unknown, problems: Problem[]): RegionTexts {
  const at = `regions.${name}`;
  problems.push(...ruleProblems(at, name, names));
  if (!isRecord(of)) {
    problems.push({ field: at, rule: "is not an object", remedy: "write { target: 'wss://…' }" });
    return { targets: [], thresholds: [], profiles: [], onlyAgents: [] };
  }
  for (const key of Object.keys(of).filter((key) => !FIELDS.includes(key))) {
    problems.push({ ...unknownSetting(key, FIELDS), field: `${at}.${key}` });
  }
  const list = (key: string) => texts(of[key], `${at}.${key}`, problems);
  return {
    targets: list("target").map((text) => `${name}=${soundTarget(text, `${at}.target`, problems)}`),
    thresholds: list("thresholds").map((text) => ofRegion(name, text)),
    profiles: list("profile").map((text) => `${name}=${text}`),
    onlyAgents: list("agent").map((text) => `${name}=${text}`),
  };
}

/** The target; where it is none, one that is, so that the same is not told once more as a flag's. */
function soundTarget(text: string, field: string, problems: Problem[]): string {
  const wrong = ruleProblems(field, text, (url) => readTarget(url, { model: DEFAULT_MODEL }));
  problems.push(...wrong);
  return wrong.length > 0 ? "local" : text;
}

function texts(value: unknown, field: string, problems: Problem[]): string[] {
  const list = value === undefined ? [] : [value].flat();
  if (list.every((item) => typeof item === "string")) return list;
  problems.push({ field, rule: "is not text", remedy: "put it in quotes" });
  return [];
}

function ruleProblems(field: string, text: string, read: Reader<unknown>): Problem[] {
  try {
    read(text);
    return [];
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return [{ field, rule: error.rule, remedy: error.remedy }];
  }
}

/** `ttfa: p(95)<700` of region eu is `ttfa{region:eu}: p(95)<700`. */
function ofRegion(name: string, threshold: string): string {
  return threshold.replace(/^\s*[\w-]+(\([^)]*\))?(?!\s*\{)/, `$&{region:${name}}`);
}
