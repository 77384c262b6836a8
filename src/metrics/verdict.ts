import { total } from "./counts.ts";
import type { Distribution } from "./distribution.ts";
import type { Summary } from "./summary.ts";
import type { Aggregate, Operator, Threshold } from "./threshold.ts";

export interface Verdict {
  readonly threshold: Threshold;
  /** ms, a number of values, or a share; missing when nothing was measured. */
  readonly observed?: number;
  readonly passed: boolean;
  /** Why it did not pass. */
  readonly reason?: string;
}

/** Judges a summary by one threshold. What was not measured does not pass, whatever the operator. */
export function evaluate(threshold: Threshold, summary: Summary): Verdict {
  const observed = observe(threshold, summary);
  if (observed === undefined) return { threshold, passed: false, reason: unmeasured(threshold) };
  const { operator, limit } = threshold;
  if (HOLDS[operator](observed, limit)) return { threshold, observed, passed: true };
  return { threshold, observed, passed: false, reason: `not ${operator} ${limit}` };
}

const HOLDS: Readonly<Record<Operator, (observed: number, limit: number) => boolean>> = {
  "<": (observed, limit) => observed < limit,
  "<=": (observed, limit) => observed <= limit,
  ">": (observed, limit) => observed > limit,
  ">=": (observed, limit) => observed >= limit,
  "==": (observed, limit) => observed === limit,
  "!=": (observed, limit) => observed !== limit,
};

function observe({ subject, selector }: Threshold, summary: Summary): number | undefined {
  if (subject.kind === "metric") {
    const metric = summary.metric(subject.metric, selector);
    return metric.count > 0 ? aggregated(metric, subject.aggregate) : undefined;
  }
  const turns = summary.turns(selector);
  const attempts = total(turns);
  if (attempts === 0) return undefined;
  const { outcome } = subject;
  const matching = outcome === "not ok" ? attempts - (turns.ok ?? 0) : turns[outcome] ?? 0;
  return matching / attempts;
}

function aggregated(metric: Distribution, aggregate: Aggregate): number | undefined {
  switch (aggregate.kind) {
    case "percentile":
      return metric.percentile(aggregate.p);
    case "med":
      return metric.percentile(50);
    case "avg":
      return metric.mean;
    default:
      return metric[aggregate.kind];
  }
}

function unmeasured({ selector: { region, scenario } }: Threshold): string {
  const where = region === undefined ? "" : ` in region '${region}'`;
  return `not measured${where}${scenario === undefined ? "" : ` in scenario '${scenario}'`}`;
}
