import { DEFAULT_MODEL } from "../protocol/events.ts";
import { name } from "./fleet_flags.ts";
import type { Problem } from "./problem.ts";
import { names, type Reader, RuleError } from "./readers.ts";
import { isRecord, unknownSetting } from "./setting_shape.ts";
import { readTarget } from "./target.ts";

/** What a config file says of one region, as it stands there. */
export interface RegionTexts {
  readonly target: readonly string[];
  readonly thresholds: readonly string[];
  readonly profile: readonly string[];
  readonly agent: readonly string[];
}

const SOUND_TARGET = "ws://127.0.0.1/";
const FIELDS = ["target", "thresholds", "profile", "agent"] as const;

/** Reads `regions: { eu: { target, thresholds, profile, agent } }`; what is wrong is left out. */
export function readRegionSettings(
  regions: Readonly<Record<string, unknown>>,
  threshold: Reader<unknown>,
  problems: Problem[],
): ReadonlyMap<string, RegionTexts> {
  const rules = { target, thresholds: threshold, profile: name, agent: name };
  return new Map(
    Object.entries(regions).map((
      [region, of],
    ) => [region, readRegion(region, of, rules, problems)]),
  );
}

function readRegion(
  name: string,
  of: unknown,
  rules: Readonly<Record<keyof RegionTexts, Reader<unknown>>>,
  problems: Problem[],
): RegionTexts {
  const at = `regions.${name}`;
  problems.push(...ruleProblems(at, name, names));
  if (!isRecord(of)) {
    problems.push({ field: at, rule: "is not an object", remedy: "write { target: 'wss://…' }" });
    return { target: [], thresholds: [], profile: [], agent: [] };
  }
  const known: readonly string[] = FIELDS;
  for (const key of Object.keys(of).filter((key) => !known.includes(key))) {
    problems.push({ ...unknownSetting(key, FIELDS), field: `${at}.${key}` });
  }
  const [target, thresholds, profile, agent] = FIELDS.map((key) => {
    const field = `${at}.${key}`;
    return texts(of[key], field, problems).flatMap((text) => {
      const wrong = ruleProblems(field, text, rules[key]);
      problems.push(...wrong);
      if (wrong.length === 0) return [text];
      // That there is none is not to be told as well.
      return key === "target" ? [SOUND_TARGET] : [];
    });
  }) as [string[], string[], string[], string[]];
  return { target, thresholds, profile, agent };
}

const target: Reader<unknown> = (text) => readTarget(text, { model: DEFAULT_MODEL });

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
