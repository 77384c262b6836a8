import assert from "node:assert/strict";
import type { Outcome } from "../client/record.ts";
import { seeded } from "../random/random.ts";
import { turnSample } from "./sample_fixtures.ts";
import { Summary } from "./summary.ts";
import { failsSurely } from "./sure_failure.ts";
import { parseThreshold } from "./threshold.ts";

function summaryOf(ttfaMs: readonly number[], outcomes: readonly Outcome[] = []): Summary {
  const summary = Summary.empty();
  for (const ms of ttfaMs) summary.addTurn(turnSample({ ttfaMs: ms }));
  for (const outcome of outcomes) summary.addTurn(turnSample({ outcome }));
  return summary;
}

const fails = (expression: string, summary: Summary) =>
  failsSurely(parseThreshold(expression), summary);
const spread = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

Deno.test("failsSurely: nothing measured yet, or a threshold that is met, is no failure", () => {
  assert.equal(fails("ttfa: p(50)<700", Summary.empty()), false);
  assert.equal(fails("ttfa: count>=300", Summary.empty()), false);
  assert.equal(fails("error_rate<0.01", Summary.empty()), false);
  assert.equal(fails("ttfa: p(50)<700", summaryOf(spread(600, 20))), false);
});

Deno.test("failsSurely: a percentile whose interval reaches the limit may still come right", () => {
  assert.equal(fails("ttfa: p(50)<700", summaryOf([800, 800, 800])), false);
  assert.equal(fails("ttfa: p(50)<700", summaryOf(spread(696, 11))), false);
  assert.equal(fails("ttfa: med<700", summaryOf(spread(701, 11))), true);
  assert.equal(fails("ttfa: p(99)<700", summaryOf(spread(681, 20))), false);
  assert.equal(fails("ttfa: p(99)<700", summaryOf(spread(701, 20))), true);
  assert.equal(fails("ttfa: p(50)>700", summaryOf(spread(600, 20))), true);
});

Deno.test("failsSurely: a maximum over its limit stays there, a minimum over it may yet fall", () => {
  const high = summaryOf([900]);
  assert.equal(fails("ttfa: max<700", high), true);
  assert.equal(fails("ttfa: p(100)<700", high), true);
  assert.equal(fails("ttfa: max>1000", high), false);
  assert.equal(fails("ttfa: min<700", high), false);
  assert.equal(fails("ttfa: min>1000", high), true);
  assert.equal(fails("ttfa: count>=2", high), false);
  assert.equal(fails("ttfa: count<1", high), true);
  assert.equal(fails("ttfa: max!=900", high), false);
});

Deno.test("failsSurely: a mean needs 30 values and two standard errors", () => {
  assert.equal(fails("ttfa: avg<700", summaryOf(spread(800, 29))), false);
  assert.equal(fails("ttfa: avg<700", summaryOf(spread(800, 30))), true);
  assert.equal(fails("ttfa: avg<700", summaryOf(spread(686, 30))), false);
});

Deno.test("failsSurely: a share that its limit would rarely give, by the binomial tail", () => {
  const of = (ok: number, timeout: number) =>
    summaryOf([], [...Array(ok).fill("ok"), ...Array(timeout).fill("timeout")]);
  // P(≥ 1 of 10 at 1 %) = 9.6 %; P(≥ 2 of 10 at 1 %) = 0.4 %.
  assert.equal(fails("error_rate<0.01", of(9, 1)), false);
  assert.equal(fails("error_rate<0.01", of(8, 2)), true);
  assert.equal(fails("outcome(timeout){region:eu}<=0", of(9, 1)), true);
  // P(≤ 15 of 20 at 90 %) = 4.3 %; P(≤ 14 of 20 at 90 %) = 1.1 %.
  assert.equal(fails("outcome(ok)>=0.9", of(15, 5)), false);
  assert.equal(fails("outcome(ok)>=0.9", of(14, 6)), true);
  assert.equal(fails("outcome(ok)>=1", of(19, 1)), true);
});

/** Of 200 runs of five turns a second, how many are ended within a minute, looked at from 10 s on. */
function ended(threshold: string, share: number): number {
  const random = seeded(1, "minute", threshold, String(share));
  const isEnded = () => {
    const summary = Summary.empty();
    return Array.from({ length: 60 }, (_, second) => {
      for (let i = 0; i < 5; i++) {
        summary.addTurn(turnSample({ outcome: random() < share ? "timeout" : "ok" }));
      }
      return second >= 9 && fails(threshold, summary);
    }).includes(true);
  };
  return Array.from({ length: 200 }, isEnded).filter(Boolean).length;
}

Deno.test("failsSurely: looked at each second it ends one in ten runs that lie on the limit", () => {
  const onLimit = ended("error_rate<0.05", 0.05);
  // 8 of 100 by 2,000 runs: 16, with a standard deviation of 4.
  assert.ok(onLimit >= 4 && onLimit <= 28, `${onLimit}`);
  assert.ok(ended("error_rate<0.05", 0.025) <= 2);
});
