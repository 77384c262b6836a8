/**
 * Readers turn the text of a flag into a value, or throw a {@linkcode RuleError} that says which rule
 * the text breaks. They know nothing of flags; `bench_flags.ts` says, for one, which flag is read by which.
 */

import {
  type Distribution,
  DistributionSyntaxError,
  parseDistribution,
} from "../random/distribution.ts";
import { DURATION_FORM, type DurationUnit, readDurationMs } from "../time/duration.ts";

/** A broken rule and its remedy; the caller knows the field's name. */
export class RuleError extends Error {
  constructor(readonly rule: string, readonly remedy: string) {
    super(`${rule}; ${remedy}`);
  }
}

export type Reader<T> = (text: string) => T;

export function integer(min: number, max: number): Reader<number> {
  return (text) => {
    const value = /^-?\d+$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new RuleError(
      `'${text}' is not a whole number from ${min} to ${max}`,
      `give one, e.g. ${Math.max(min, 1)}`,
    );
  };
}

/** A positive decimal number, at most `max`. */
export function positive(max: number, example = 1.5): Reader<number> {
  return (text) => {
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
    if (value > 0 && value <= max) return value;
    throw new RuleError(
      `'${text}' is not a number above 0 and up to ${max}`,
      `give one, e.g. ${example}`,
    );
  };
}

/** A duration above 0 and up to `max`, in the unit that a number alone is in. */
export function durationIn(unit: DurationUnit, max: number): Reader<number> {
  const unitMs = readDurationMs("1", unit)!;
  return (text) => {
    const value = (readDurationMs(text, unit) ?? NaN) / unitMs;
    if (value > 0 && value <= max) return value;
    throw new RuleError(
      `'${text}' is not a duration above 0 and up to ${max}${unit}`,
      `write ${DURATION_FORM}; without a unit it is in ${unit}`,
    );
  };
}

export function oneOf<const T extends string>(...choices: T[]): Reader<T> {
  return (text) => {
    const found = choices.find((choice) => choice === text);
    if (found !== undefined) return found;
    throw new RuleError(`'${text}' is unknown`, `choose one of ${choices.join(", ")}`);
  };
}

/** Any text but the empty one. */
export const text: Reader<string> = (value) => {
  if (value.trim() !== "") return value;
  throw new RuleError("is empty", "give a value");
};

/** Comma-separated names of letters, digits, `-` and `_`, each once. */
export const names: Reader<readonly string[]> = (value) => {
  const list = value.split(",").map((name) => name.trim());
  const bad = list.find((name) => !/^[A-Za-z0-9][\w-]*$/.test(name));
  if (bad !== undefined) {
    throw new RuleError(`'${bad}' is not a name`, "use letters, digits, - and _, e.g. us,eu");
  }
  const twice = list.find((name, i) => list.indexOf(name) !== i);
  if (twice !== undefined) throw new RuleError(`'${twice}' stands twice`, "name each once");
  return list;
};

/** `region=name`. */
export const assignment: Reader<readonly [string, string]> = (value) => {
  const match = /^([A-Za-z0-9][\w-]*)=([A-Za-z0-9][\w-]*)$/.exec(value);
  if (match) return [match[1]!, match[2]!];
  throw new RuleError(`'${value}' gives no name another`, "write region=name, e.g. home=eu");
};

/** A token of HTTP (RFC 9110): what a subprotocol's name may consist of. Not repeated: keys travel there. */
export const token: Reader<string> = (value) => {
  if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value)) return value;
  throw new RuleError(
    "is not a name that HTTP allows",
    "use letters, digits and . _ -, without spaces",
  );
};

/** `Name: value` of an HTTP header. */
export const header: Reader<readonly [string, string]> = (value) => {
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n]*)$/.exec(value);
  if (match) return [match[1]!, match[2]!];
  // The value may be a secret: it is not repeated.
  throw new RuleError("is not a header", "write it as 'Name: value'");
};

/** A distribution of durations: `300`, `300ms`, `lognormal(900ms,0.24)` or a preset's name. */
export const distribution: Reader<Distribution> = (value) => {
  try {
    return parseDistribution(value);
  } catch (error) {
    if (!(error instanceof DistributionSyntaxError)) throw error;
    throw new RuleError(error.rule, error.remedy);
  }
};
