import {
  invalidType,
  invalidValue,
  missingParameter,
  outOfRange,
  type Refusal,
  textTooLong,
  tooManyProperties,
  unknownParameter,
} from "./refusals.ts";

/** Judges the JSON value found at `path`; `undefined` means that it is right. */
export type Check = (value: unknown, path: string) => Refusal | undefined;

export type JsonKind = "null" | "boolean" | "number" | "string" | "array" | "object";

const NAMED: Readonly<Record<JsonKind, string>> = {
  null: "null",
  boolean: "a boolean",
  number: "a number",
  string: "a string",
  array: "an array",
  object: "an object",
};

function kindOf(value: unknown): JsonKind {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value as JsonKind;
}

export const anything: Check = () => undefined;

/** Chooses the check by the kind of the value; kinds that are not listed are of the wrong type. */
export function byKind(checks: Partial<Record<JsonKind, Check>>): Check {
  const kinds = (Object.keys(checks) as JsonKind[]).map((kind) => NAMED[kind]);
  const expected = kinds.length === 1 ? kinds[0]! : `one of ${kinds.join(" or ")}`;
  return (value, path) => {
    const check = checks[kindOf(value)];
    return check ? check(value, path) : invalidType(path, expected, NAMED[kindOf(value)]);
  };
}

export const isText: Check = byKind({ string: anything });
export const isBoolean: Check = byKind({ boolean: anything });
export const isTextOrNull: Check = byKind({ string: anything, null: anything });

export function isTextUpTo(maxLength: number): Check {
  return byKind({
    string: (value, path) => {
      const { length } = value as string;
      return length > maxLength ? textTooLong(path, maxLength, length) : undefined;
    },
  });
}

/** A text that the pattern fits; `shown` describes it. */
export function isTextLike(pattern: RegExp, shown: string): Check {
  return byKind({
    string: (value, path) =>
      pattern.test(value as string) ? undefined : invalidValue(path, value, [shown]),
  });
}

/** Passes what passes every one of them. */
export function allOf(...checks: Check[]): Check {
  return (value, path) => firstRefusal(checks.map((check) => check(value, path)));
}

export function oneOf(...values: string[]): Check {
  return byKind({
    string: (value, path) =>
      values.includes(value as string) ? undefined : invalidValue(path, value, values),
  });
}

function inRange(kind: "integer" | "decimal", min: number, max: number): Check {
  return (value, path) => {
    const n = value as number;
    if (kind === "integer" && !Number.isInteger(n)) {
      return invalidType(path, "an integer", "a decimal number");
    }
    if (n < min) return outOfRange(path, kind, { side: "below", min }, n);
    if (n > max) return outOfRange(path, kind, { side: "above", max }, n);
  };
}

export function isInteger(min: number, max: number = Number.MAX_SAFE_INTEGER): Check {
  return byKind({ number: inRange("integer", min, max) });
}

export function isDecimal(min: number, max: number): Check {
  return byKind({ number: inRange("decimal", min, max) });
}

export function listOf(each: Check): Check {
  return byKind({
    array: (value, path) =>
      firstRefusal((value as unknown[]).map((v, i) => each(v, `${path}[${i}]`))),
  });
}

/** An object of these fields and no others. A missing field is refused where it is `required`. */
export function fieldsOf(fields: Readonly<Record<string, Check>>, ...required: string[]): Check {
  return byKind({
    object: (value, path) => {
      const at = (name: string) => path === "" ? name : `${path}.${name}`;
      const given = Object.entries(value as object);
      const missing = required.find((name) => !Object.hasOwn(value as object, name));
      return firstRefusal([
        missing === undefined ? undefined : missingParameter(at(missing)),
        ...given.map(([name, field]) =>
          Object.hasOwn(fields, name) ? fields[name]!(field, at(name)) : unknownParameter(at(name))
        ),
      ]);
    },
  });
}

/** An object of any names, at most `max` of them, each value passing the same check. */
export function pairsOf(each: Check, max: number): Check {
  return byKind({
    object: (value, path) => {
      const pairs = Object.entries(value as object);
      if (pairs.length > max) return tooManyProperties(path, max, pairs.length);
      return firstRefusal(pairs.map(([name, field]) => each(field, `${path}.${name}`)));
    },
  });
}

/** An object whose text in the field `name` says which check it must pass, e.g. its `type`. */
export function byField(name: string, checks: Readonly<Record<string, Check>>): Check {
  return byKind({
    object: (value, path) => {
      if (!Object.hasOwn(value as object, name)) return missingParameter(`${path}.${name}`);
      const choice = (value as Record<string, unknown>)[name];
      return oneOf(...Object.keys(checks))(choice, `${path}.${name}`) ??
        checks[choice as string]!(value, path);
    },
  });
}

/** The same check, with `null` allowed. */
export function nullOr(check: Check): Check {
  return (value, path) => value === null ? undefined : check(value, path);
}

function firstRefusal(refusals: readonly (Refusal | undefined)[]): Refusal | undefined {
  return refusals.find((refusal) => refusal !== undefined);
}
