import { nearest } from "../config/nearest.ts";
import {
  type Distribution,
  DistributionSyntaxError,
  parseDistribution,
} from "../random/distribution.ts";

export type ScriptPath = readonly (string | number)[];

/** One thing wrong with a script, and where in it. */
export interface ScriptProblem {
  readonly path: ScriptPath;
  readonly rule: string;
  readonly remedy: string;
}

/** A value of a script, where it stands and where to complain. */
export interface Place {
  readonly value: unknown;
  readonly path: ScriptPath;
  readonly problems: ScriptProblem[];
}

/** Gives what the value means; `undefined` after a complaint. */
export type Read<T> = (place: Place) => T | undefined;

export function complain({ path, problems }: Place, rule: string, remedy: string): undefined {
  problems.push({ path, rule, remedy });
}

function inside({ path, problems }: Place, name: string | number, value: unknown): Place {
  return { value, path: [...path, name], problems };
}

/** An object of these fields and no others; those listed after them must be there. */
export function fields<T, R extends keyof T & string = never>(
  readers: { readonly [K in keyof T]-?: Read<T[K]> },
  ...required: R[]
): Read<Result<T, R>> {
  const names = Object.keys(readers);
  const known = names.join(", ");
  const remedyFor = (name: string) => {
    const near = nearest(name, names);
    return near ? `did you mean ${near}?` : `use ${known}`;
  };
  return (place) => {
    const { value } = place;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return complain(place, "is not an object", `give ${known}`);
    }
    const read: Partial<T> = {};
    for (const [name, given] of Object.entries(value)) {
      const at = inside(place, name, given);
      if (!Object.hasOwn(readers, name)) complain(at, "is no field of this", remedyFor(name));
      else Object.assign(read, { [name]: readers[name as keyof T](at) });
    }
    const missing = required.filter((name) => !Object.hasOwn(value, name));
    for (const name of missing) complain(place, `lacks '${name}'`, "add it");
    return required.some((name) => read[name] === undefined) ? undefined : read as Result<T, R>;
  };
}

type Result<T, R extends keyof T> = Partial<T> & Pick<T, R>;

export function listOf<T>(each: Read<T>): Read<T[]> {
  return (place) => {
    if (!Array.isArray(place.value)) return complain(place, "is not a list", "begin each with -");
    return place.value.map((value, i) => each(inside(place, i, value)))
      .filter((value) => value !== undefined);
  };
}

export const text: Read<string> = (place) => {
  const { value } = place;
  if (typeof value !== "string") return complain(place, "is not a text", textRemedy(value));
  return value.trim() === ""
    ? complain(place, "is empty", "write something or leave it out")
    : value;
};

/** What stands there without quotes may be meant as a text. */
function textRemedy(value: unknown): string {
  return ["number", "boolean", "bigint"].includes(typeof value) ? "put it in quotes" : "write one";
}

export const flag: Read<boolean> = (place) =>
  typeof place.value === "boolean"
    ? place.value
    : complain(place, "is not true or false", "choose one");

/** A number from `min` on. */
export function numberFrom(min: number, kind: "whole" | "any"): Read<number> {
  return (place) => {
    const { value } = place;
    const fits = kind === "whole" ? Number.isSafeInteger(value) : Number.isFinite(value);
    if (fits && (value as number) >= min) return value as number;
    const what = kind === "whole" ? "a whole number" : "a number";
    return complain(place, `is not ${what} from ${min} on`, "give one");
  };
}

export function oneOf<const T extends string>(...choices: T[]): Read<T> {
  return (place) =>
    choices.find((choice) => choice === place.value) ??
      complain(place, `'${place.value}' is unknown`, `choose ${choices.join(" or ")}`);
}

/** Milliseconds, or a distribution in the notation of `--think`. */
export const duration: Read<Distribution> = (place) => {
  const { value } = place;
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) {
    return { kind: "constant", ms: value };
  }
  try {
    return parseDistribution(String(value));
  } catch (error) {
    if (!(error instanceof DistributionSyntaxError)) throw error;
    return complain(place, error.rule, error.remedy);
  }
};

/** Part of a text in any case of letters, or a regular expression, which YAML writes as `/…/flags`. */
export const pattern: Read<RegExp> = (place) => {
  const { value } = place;
  if (value instanceof RegExp) return stateless(value.source, value.flags);
  if (typeof value !== "string") {
    return complain(place, "is neither a text nor a regular expression", textRemedy(value));
  }
  const part = text(place);
  if (part === undefined) return undefined;
  const [, source, flags = ""] = /^\/(.+)\/([a-z]*)$/s.exec(part) ?? [];
  if (source === undefined) return new RegExp(RegExp.escape(part), "i");
  try {
    return stateless(source, flags);
  } catch (error) {
    return complain(place, `is no regular expression (${(error as Error).message})`, "correct it");
  }
};

/** Global and sticky expressions remember where they stopped: no use for a question of yes or no. */
function stateless(source: string, flags: string): RegExp {
  return new RegExp(source, flags.replace(/[gy]/g, ""));
}
