import type { Problem } from "./problem.ts";
import { readAll, RuleErrors } from "./read_all.ts";
import { type Reader, RuleError } from "./readers.ts";

/** One flag: how it is written, what it means and how the texts given for it become a value. */
export interface Flag<V> {
  /** In commander's notation, e.g. `--clients <n>`. */
  readonly syntax: string;
  readonly describe: string;
  /** Used where the flag is not given; shown in the help. */
  readonly fallback?: string;
  readonly repeatable: boolean;
  /** @throws {RuleError | RuleErrors} when texts break the rule. */
  read(texts: readonly string[]): V;
}

type Values<F extends Record<string, Flag<unknown>>> = {
  readonly [K in keyof F]: F[K] extends Flag<infer V> ? V : never;
};

/** A flag with a fallback. */
export function single<T>(
  syntax: string,
  describe: string,
  read: Reader<T>,
  fallback: string,
): Flag<T> {
  return {
    syntax,
    describe,
    fallback,
    repeatable: false,
    read: (texts) => read(texts.at(-1) ?? fallback),
  };
}

/** A flag that may be left out. */
export function optional<T>(
  syntax: string,
  describe: string,
  read: Reader<T>,
): Flag<T | undefined> {
  return {
    syntax,
    describe,
    repeatable: false,
    read: (texts) => texts.length === 0 ? undefined : read(texts.at(-1)!),
  };
}

/** A flag that may stand any number of times. */
export function many<T>(syntax: string, describe: string, read: Reader<T>): Flag<readonly T[]> {
  return { syntax, describe, repeatable: true, read: (texts) => readAll(texts, read) };
}

/** A flag without a value. */
export function toggle(syntax: string, describe: string): Flag<boolean> {
  return { syntax, describe, repeatable: false, read: (texts) => texts.length > 0 };
}

/** The flag's name as the user types it, e.g. `--clients`. */
export function flagName(flag: Flag<unknown>): string {
  return flag.syntax.split(" ")[0]!;
}

export function takesValue(flag: Flag<unknown>): boolean {
  return flag.syntax !== flagName(flag);
}

/** Reads every flag of the table. The values are complete where `problems` is empty. */
export function readFlags<F extends Record<string, Flag<unknown>>>(
  table: F,
  texts: Readonly<Record<string, readonly string[]>>,
): { values: Values<F>; problems: Problem[] } {
  const values: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [key, flag] of Object.entries(table)) {
    const field = flagName(flag);
    const given = texts[key] ?? [];
    const tell = ({ rule, remedy }: RuleError) => problems.push({ field, rule, remedy });
    if (given.length > 1 && !flag.repeatable && takesValue(flag)) {
      tell(new RuleError(`stands ${given.length} times`, "give it once"));
    }
    try {
      values[key] = flag.read(given);
    } catch (error) {
      if (error instanceof RuleErrors) error.errors.forEach(tell);
      else if (error instanceof RuleError) tell(error);
      else throw error;
    }
  }
  return { values: values as Values<F>, problems };
}
