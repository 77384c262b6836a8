import type { Distribution } from "./distribution.ts";
import { quantileInterval } from "./interval.ts";
import { type Share, shareOf } from "./share.ts";
import type { Summary } from "./summary.ts";
import type { Operator, Threshold } from "./threshold.ts";
import { evaluate } from "./verdict.ts";

/** Where the figure that the whole run would show lies, by what there is of it; endless where unknown. */
interface Bounds {
  readonly low: number;
  readonly high: number;
}

/**
 * Whether a threshold fails on what was measured so far, and more of the same would hardly mend it: the
 * 95 % interval of a percentile or a share lies beyond the limit, of this look alone. A `max` that is too
 * high stays too high; a `count` that is too low grows.
 */
export function failsSurely(threshold: Threshold, summary: Summary): boolean {
  const { observed, passed } = evaluate(threshold, summary);
  if (observed === undefined || passed) return false;
  return IS_BEYOND[threshold.operator](boundsOf(threshold, summary), threshold.limit);
}

const IS_BEYOND: Readonly<Record<Operator, (bounds: Bounds, limit: number) => boolean>> = {
  "<": ({ low }, limit) => low >= limit,
  "<=": ({ low }, limit) => low > limit,
  ">": ({ high }, limit) => high <= limit,
  ">=": ({ high }, limit) => high < limit,
  "==": ({ low, high }, limit) => low > limit || high < limit,
  // Any further value may make it another.
  "!=": () => false,
};

function boundsOf(threshold: Threshold, summary: Summary): Bounds {
  const { subject, selector } = threshold;
  if (subject.kind === "share") {
    return shareBounds(shareOf(subject.share, summary, selector), threshold.limit);
  }
  const metric = summary.metric(subject.metric, selector);
  const { aggregate } = subject;
  switch (aggregate.kind) {
    case "min":
      return { low: -Infinity, high: metric.min! };
    case "max":
      return { low: metric.max!, high: Infinity };
    case "count":
      return { low: metric.count, high: Infinity };
    case "avg":
      return meanBounds(metric);
    case "med":
      return quantileBounds(metric, 50);
    case "percentile":
      return aggregate.p === 100
        ? { low: metric.max!, high: Infinity }
        : quantileBounds(metric, aggregate.p);
  }
}

function quantileBounds(metric: Distribution, p: number): Bounds {
  const { low = -Infinity, high = Infinity } = metric.interval(p);
  return { low, high };
}

/** From here on a mean is about normal, whatever the values are. */
const LEAST_FOR_MEAN = 30;

function meanBounds({ count, mean, stdev }: Distribution): Bounds {
  if (count < LEAST_FOR_MEAN) return { low: -Infinity, high: Infinity };
  const reach = 2 * stdev! / Math.sqrt(count);
  return { low: mean! - reach, high: mean! + reach };
}

/**
 * Whether a share of exactly the limit would give so many, or so few, in 2.5 of 100 cases at most: of that
 * many attempts the count is binomial, as is the rank of a quantile.
 */
function shareBounds({ count, of }: Share, limit: number): Bounds {
  const share = count / of;
  if (limit <= 0) return { low: share, high: Infinity };
  if (limit >= 1) return { low: -Infinity, high: share };
  const { lower = 0, upper = Infinity } = quantileInterval(of, limit);
  return {
    low: count >= upper ? share : -Infinity,
    high: count < lower ? share : Infinity,
  };
}
