import type { Distribution } from "./distribution.ts";
import { leastForUpper } from "./interval.ts";
import { shareOf } from "./share.ts";
import type { Summary } from "./summary.ts";
import type { Aggregate, Operator, Threshold } from "./threshold.ts";

export interface Verdict {
  readonly threshold: Threshold;
  /** ms, a number of values, or a share; missing when nothing was measured. */
  readonly observed?: number;
  readonly passed: boolean;
  /** Why it did not pass. */
  readonly reason?: string;
  /** Why what passed is no proof, as the true percentile may be beyond the limit; of what it was judged. */
  readonly note?: string;
}

/** Judges a summary by one threshold. What was not measured does not pass, whatever the operator. */
export function evaluate(threshold: Threshold, summary: Summary): Verdict {
  const observed = observe(threshold, summary);
  if (observed === undefined) return { threshold, passed: false, reason: unmeasured(threshold) };
  const { operator, limit } = threshold;
  const passed = HOLDS[operator](observed, limit);
  const note = passed ? boundless(threshold, summary) : undefined;
  return {
    ...{ threshold, observed, passed },
    ...(!passed && { reason: `not ${operator} ${limit}` }),
    ...(note !== undefined && { note }),
  };
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
  const { count, of } = shareOf(subject.share, summary, selector);
  return of > 0 ? count / of : undefined;
}

/** Of a percentile that is to stay below a limit, over too few values to say how high it may be. */
function boundless({ subject, selector, operator }: Threshold, summary: Summary) {
  if (subject.kind !== "metric" || !operator.startsWith("<")) return undefined;
  const { aggregate } = subject;
  const p = aggregate.kind === "percentile" ? aggregate.p : aggregate.kind === "med" ? 50 : 100;
  const metric = summary.metric(subject.metric, selector);
  if (p === 100 || metric.interval(p).high !== undefined) return undefined;
  return `${metric.count} values do not bound p${p}; ${leastForUpper(p / 100)} do`;
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
