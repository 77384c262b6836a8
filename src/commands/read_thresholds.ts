import type { Problem } from "../config/problem.ts";
import { parseThreshold, type Threshold } from "../metrics/threshold.ts";

/** Names of all that is measured, by the keys of a selector. */
export type MeasuredParts = Readonly<Record<"region" | "scenario", readonly string[]>>;

/** The thresholds that can be judged; what is wrong with the others is added to `problems`. */
export function readThresholds(
  expressions: readonly string[],
  parts: MeasuredParts,
  problems: Problem[],
): Threshold[] {
  const field = "--threshold";
  return expressions.flatMap((expression) => {
    try {
      const threshold = parseThreshold(expression);
      for (const key of ["region", "scenario"] as const) {
        const name = threshold.selector[key];
        if (name === undefined || parts[key].includes(name)) continue;
        const rule = `'${expression}' names a ${key} that is not measured`;
        problems.push({ field, rule, remedy: `${key}s are ${parts[key].join(", ")}` });
      }
      return [threshold];
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      problems.push({ field, rule: error.message, remedy: "e.g. 'ttfa: p(99)<900'" });
      return [];
    }
  });
}
