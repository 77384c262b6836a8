import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { existsSync } from "node:fs";
import { type Flag, flagName } from "../config/flag.ts";
import { mergeSettings } from "../config/merge_settings.ts";
import { placeInFile } from "../config/place_in_file.ts";
import { type Problem, UsageError } from "../config/problem.ts";
import { type Reader, RuleError } from "../config/readers.ts";
import { type FileSettings, NO_SETTINGS, readSettings } from "../config/setting_texts.ts";
import { parseThreshold, type Threshold } from "../metrics/threshold.ts";
import { placeIn } from "../scenarios/place.ts";
import type { FlagTexts } from "./flag_command.ts";

type FlagTable = Readonly<Record<string, Flag<unknown>>>;

/** Read where no other is named, if it is in the working folder. */
export const CONFIG_FILE = "ttfa.config.ts";

/** Flags and config file together, to be read as flags are. */
export interface Configured {
  readonly texts: FlagTexts;
  readonly problems: readonly Problem[];
  /** The file that was read, if any. */
  readonly file?: string;
  /** A problem of a flag that the file has set is the file's: its field is told as it stands there. */
  named(problem: Problem): Problem;
}

/** Adds what the config file sets and no flag does. */
export async function configured(
  { config, ...flags }: FlagTexts,
  table: FlagTable,
): Promise<Configured> {
  const file = config?.at(-1) ?? (existsSync(CONFIG_FILE) ? CONFIG_FILE : undefined);
  if (file === undefined) return { texts: flags, problems: [], named: (problem) => problem };
  const inFile: Problem[] = [];
  const settings = await load(file, table, inFile);
  const texts = mergeSettings(settings, flags);
  const keys = new Map(Object.entries(table).map(([key, flag]) => [flagName(flag), key]));
  return {
    ...{ texts, file },
    problems: inFile.map(({ field, ...problem }) => ({
      ...problem,
      field: field === file ? file : `${field} in ${file}`,
    })),
    named: (problem) => {
      const key = keys.get(problem.field);
      if (key === undefined) return problem;
      const told = placeInFile(problem, key, settings, flags, texts);
      return told.field === problem.field ? told : { ...told, field: `${told.field} in ${file}` };
    },
  };
}

/** What `read` makes of flags and file; problems of both are told at once. */
export async function readConfigured<T>(
  { texts, problems, named }: Configured,
  unknownFlags: readonly Problem[],
  read: (texts: FlagTexts, problems: readonly Problem[]) => Promise<T>,
): Promise<T> {
  try {
    return await read(texts, [...unknownFlags, ...problems]);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(error.problems.map(named)) : error;
  }
}

async function load(file: string, table: FlagTable, problems: Problem[]): Promise<FileSettings> {
  const { href } = pathToFileURL(resolve(file));
  try {
    const { default: exported } = await import(href);
    return readSettings(exported, table, regionThreshold, problems);
  } catch (error) {
    const place = placeIn(href, error);
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
    const rule = `cannot be loaded${place === undefined ? "" : ` (line ${place})`}: ${reason}`;
    problems.push({ field: file, rule, remedy: "correct the file, or name another with --config" });
    return NO_SETTINGS;
  }
}

/** A region's own is for all that is measured there. */
const regionThreshold: Reader<Threshold> = (text) => {
  try {
    const threshold = parseThreshold(text);
    if (threshold.selector.region === undefined) return threshold;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new RuleError(error.message, "e.g. 'ttfa: p(99)<900'");
  }
  throw new RuleError(
    `'${text}' names a region`,
    "leave it out: the region's own are for it alone",
  );
};
