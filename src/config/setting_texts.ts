import type { Flag } from "./flag.ts";
import type { Problem } from "./problem.ts";
import type { Reader } from "./readers.ts";
import { readRegionSettings, type RegionTexts } from "./region_settings.ts";
import { isRecord, unknownSetting } from "./setting_shape.ts";

/** A config file as texts, so that the flags' own readers judge them. */
export interface FileSettings {
  /** By the keys of the flag table. */
  readonly texts: Readonly<Record<string, readonly string[]>>;
  readonly regions: ReadonlyMap<string, RegionTexts>;
}

export const NO_SETTINGS: FileSettings = { texts: {}, regions: new Map() };

/**
 * Reads what a config file exports; what is no flag, or not of its kind, is a problem by its name.
 *
 * @param threshold the rule for a region's own
 */
export function readSettings(
  exported: unknown,
  table: Readonly<Record<string, Flag<unknown>>>,
  threshold: Reader<unknown>,
  problems: Problem[],
): FileSettings {
  if (!isRecord(exported)) {
    const rule = "is not an object of settings";
    problems.push({ field: "export default", rule, remedy: "write defineConfig({ … })" });
    return NO_SETTINGS;
  }
  const { regions: described, ...flags } = exported;
  const isMap = isRecord(described);
  const regions = isMap ? readRegionSettings(described, threshold, problems) : NO_SETTINGS.regions;
  const plain = isMap || described === undefined ? flags : exported;
  const texts: Record<string, readonly string[]> = {};
  for (const [key, value] of Object.entries(plain)) {
    const flag = table[key];
    if (!flag) problems.push(unknownSetting(key, Object.keys(table)));
    else if (value !== undefined) texts[key] = readSetting(key, flag, value, problems);
  }
  return { texts, regions };
}

function readSetting(
  field: string,
  flag: Flag<unknown>,
  value: unknown,
  problems: Problem[],
): readonly string[] {
  const read = textsOf(flag, value);
  if (typeof read !== "string") return read;
  problems.push({ field, rule: `is not ${read}`, remedy: `as in ${flag.syntax}` });
  return [];
}

/** @returns what such a setting has to be, where it is something else. */
function textsOf(flag: Flag<unknown>, value: unknown): readonly string[] | string {
  if (!flag.syntax.includes("<")) {
    if (typeof value !== "boolean") return "true or false";
    return value ? [""] : [];
  }
  const isList = Array.isArray(value) && value.every(isText);
  if (flag.repeatable) return isList ? value.map(String) : "a list of texts";
  if (isList && flag.syntax.includes("<names>")) return [value.join(",")];
  return isText(value) ? [`${value}`] : "a text or a number";
}

function isText(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}
