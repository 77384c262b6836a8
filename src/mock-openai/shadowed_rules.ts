import type { Condition } from "./rule.ts";

/** A rule that never decides, and the first one before it that fits wherever it does; from 0. */
export interface Shadowed {
  readonly rule: number;
  readonly by: number;
}

/** Finds rules that nobody will ever see at work. Patterns cover only their like. */
export function shadowedRules(conditions: readonly Condition[]): Shadowed[] {
  return conditions.flatMap((when, rule) => {
    const by = conditions.slice(0, rule).findIndex((earlier) => covers(earlier, when));
    return by < 0 ? [] : [{ rule, by }];
  });
}

/** Whether `wide` fits wherever `narrow` does. */
function covers(wide: Condition, narrow: Condition): boolean {
  const { outOfBand = false, ...asked } = wide;
  const given = new Map<string, unknown>(Object.entries(narrow));
  return outOfBand === (narrow.outOfBand ?? false) && isForTools(wide) === isForTools(narrow) &&
    Object.entries(asked).every(([name, value]) => String(value) === String(given.get(name)));
}

function isForTools({ tool, result }: Condition): boolean {
  return tool !== undefined || result !== undefined;
}
