import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { existsSync } from "node:fs";
import { type Flag, flagName } from "../config/flag.ts";
import { mergeSettings } from "../config/merge_settings.ts";
import { type Problem, UsageError } from "../config/problem.ts";
import { type FileSettings, NO_SETTINGS, readSettings } from "../config/setting_texts.ts";
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
  const isOfFile = (key: string) => flags[key] === undefined && texts[key] !== undefined;
  const keys = new Map(Object.entries(table).map(([key, flag]) => [flagName(flag), key]));
  return {
    ...{ texts, file },
    problems: inFile.map((problem) => ({ ...problem, field: `${problem.field} in ${file}` })),
    named: (problem) => {
      const key = keys.get(problem.field);
      return key !== undefined && isOfFile(key)
        ? { ...problem, field: `${key} in ${file}` }
        : problem;
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
  try {
    const { default: exported } = await import(pathToFileURL(resolve(file)).href);
    return readSettings(exported, table, problems);
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
    const rule = `cannot be loaded: ${reason}`;
    problems.push({ field: "--config", rule, remedy: "correct the file, or name another" });
    return NO_SETTINGS;
  }
}
