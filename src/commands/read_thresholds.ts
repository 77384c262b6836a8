import { given } from "../config/given.ts";
import type { Problem } from "../config/problem.ts";
import { neverHas } from "../metrics/never_of.ts";
import { parseThreshold, type Threshold } from "../metrics/threshold.ts";
import { isBuiltIn } from "../scenarios/scenarios.ts";

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
      const region = given("region", threshold.selector.region);
      for (const key of ["region", "scenario"] as const) {
        const name = threshold.selector[key];
        if (name === undefined || parts[key].includes(name)) continue;
        const rule = `'${expression}' names a ${key} that is not measured`;
        problems.push({
          ...{ field, rule, remedy: `${key}s are ${parts[key].join(", ")}` },
          ...region,
        });
      }
      if (isImpossible(threshold, parts)) {
        const rule = `'${expression}' can never be met: ${
          parts.scenario.join(", ")
        } has no such value`;
        problems.push({
          ...{ field, rule, remedy: "judge what it measures, see docs/metrics.md" },
          ...region,
        });
      }
      return [threshold];
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      problems.push({ field, rule: error.message, remedy: `e.g. '${exampleFor(expression)}'` });
      return [];
    }
  });
}

const SHARES = ["error_rate<0.01", "outcome(timeout)<0.02", "dropped<0.01"];

function exampleFor(expression: string): string {
  const [name] = /\w+/.exec(expression) ?? [];
  return SHARES.find((share) => /^\w+/.exec(share)![0] === name) ?? "ttfa: p(99)<900";
}

/** Whether no scenario that it judges can have its metric, as is known of the built-in ones. */
function isImpossible({ subject, selector }: Threshold, parts: MeasuredParts): boolean {
  if (subject.kind !== "metric") return false;
  const judged = parts.scenario.filter((name) => name === (selector.scenario ?? name));
  return judged.length > 0 &&
    judged.every((name) => isBuiltIn(name) && neverHas(name, subject.metric));
}
