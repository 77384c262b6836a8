import { OUTCOMES } from "../client/record.ts";
import { METRIC_NAMES, type MetricName } from "./names.ts";
import { Scanner } from "./scanner.ts";
import type { ShareName } from "./share.ts";
import type { Selector } from "./summary.ts";

export type Aggregate = { readonly kind: "percentile"; readonly p: number } | {
  readonly kind: "min" | "max" | "avg" | "med" | "count";
};
export type Operator = "<" | "<=" | ">" | ">=" | "==" | "!=";

/** What is judged: an aggregate of a metric, or a share. */
export type Subject =
  | { readonly kind: "metric"; readonly metric: MetricName; readonly aggregate: Aggregate }
  | { readonly kind: "share"; readonly share: ShareName };

export interface Threshold {
  /** As it was written. */
  readonly expression: string;
  readonly subject: Subject;
  readonly selector: Selector;
  readonly operator: Operator;
  /** ms, a number of values, or a share from 0 to 1. */
  readonly limit: number;
}

/**
 * Reads `ttfa: p(99)<900`, `ttfa{region:eu}: med<=700`, `error_rate<0.01`, `outcome(timeout)<0.02` or
 * `dropped<0.01`; `{region:eu,scenario:text}` selects by both.
 * Aggregates are p(N), min, max, avg, med and count; operators are < <= > >= == !=.
 *
 * @throws {ThresholdSyntaxError} with the position, the rule and a remedy
 */
export function parseThreshold(expression: string): Threshold {
  const scanner = new Scanner(expression);
  const subject = parseSubject(scanner);
  const selector = parseSelector(scanner);
  const judged = subject.kind === "share" ? subject : { ...subject, aggregate: aggregate(scanner) };
  const operator = scanner.expect(/[<>]=?|[=!]=/, "an operator: < <= > >= == !=")[0] as Operator;
  const limit = parseLimit(scanner, judged);
  scanner.expectEnd("nothing after the limit: a plain number, without a unit");
  return { expression, subject: judged, selector, operator, limit };
}

type Unaggregated = { kind: "metric"; metric: MetricName } | Extract<Subject, { kind: "share" }>;

function parseSubject(scanner: Scanner): Unaggregated {
  const rule = `a metric, error_rate, outcome(NAME) or dropped; metrics are ${
    METRIC_NAMES.join(", ")
  }`;
  const name = scanner.expectOne(
    /\w+/,
    [...METRIC_NAMES, "error_rate", "outcome", "dropped"],
    rule,
  );
  if (name === "error_rate") return { kind: "share", share: "not ok" };
  if (name === "dropped") return { kind: "share", share: name };
  if (name !== "outcome") return { kind: "metric", metric: name };
  const outcomes = `(NAME) after 'outcome', where NAME is one of ${OUTCOMES.join(", ")}`;
  scanner.expect(/\(/, outcomes);
  const share = scanner.expectOne(/\w+/, OUTCOMES, outcomes);
  scanner.expect(/\)/, outcomes);
  return { kind: "share", share };
}

function parseSelector(scanner: Scanner): Selector {
  const selector: { region?: string; scenario?: string } = {};
  if (!scanner.take(/\{/)) return selector;
  const rule = "region or scenario, once each, as {region:eu} or {region:eu,scenario:text}";
  do {
    const left = (["region", "scenario"] as const).filter((key) => selector[key] === undefined);
    const key = scanner.expectOne(/\w+/, left, rule);
    scanner.expect(/:/, rule);
    selector[key] = scanner.expect(/[^\s{},:]+/, rule)[0];
  } while (scanner.take(/,/));
  scanner.expect(/\}/, rule);
  return selector;
}

function aggregate(scanner: Scanner): Aggregate {
  scanner.expect(/:/, "':' and an aggregate after the metric, as in ttfa: p(99)<900");
  const rule = "an aggregate: p(N) with 0 < N <= 100, min, max, avg, med or count";
  const percentile = scanner.take(/p\(\s*(100|[1-9]\d?(?:\.\d+)?|0\.\d*[1-9]\d*)\s*\)/);
  if (percentile) return { kind: "percentile", p: Number(percentile[1]) };
  return { kind: scanner.expectOne(/\w+/, ["min", "max", "avg", "med", "count"], rule) };
}

function parseLimit(scanner: Scanner, subject: Subject): number {
  if (subject.kind === "metric") {
    return Number(scanner.expect(/\d+(\.\d+)?/, "a number that is not negative, as in <900")[0]);
  }
  return Number(scanner.expect(/0(\.\d+)?|1(\.0+)?/, "a share from 0 to 1: 5 % is 0.05")[0]);
}
