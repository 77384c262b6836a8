import assert from "node:assert/strict";
import { changedSettings, compareRuns } from "./comparison.ts";
import { renderComparison } from "./comparison_text.ts";
import { reportOf, summaryOf, twoRegions } from "./report_fixtures.ts";

const base = reportOf(summaryOf(twoRegions()));
const slow = reportOf(summaryOf(twoRegions("us", "eu", 500)));

const ttfaOf = (rows: ReturnType<typeof compareRuns>) =>
  rows.find(({ region, metric }) => region === "us" && metric === "ttfa")!;

Deno.test("compareRuns shows a median's difference where the intervals are apart, else none", () => {
  const { p50 } = ttfaOf(compareRuns(base, slow));
  assert.equal(p50.differenceMs, p50.bMs! - p50.aMs!);
  assert.ok(p50.differenceMs > 150);
  assert.equal(ttfaOf(compareRuns(slow, base)).p50.differenceMs, -p50.differenceMs);
  const alike = compareRuns(base, base).flatMap(({ p50, p99 }) => [p50, p99]);
  assert.ok(alike.every(({ differenceMs }) => differenceMs === undefined));
});

Deno.test("compareRuns shows none where a bound is missing, or the values are those of frames", () => {
  const rows = compareRuns(base, slow);
  assert.equal(ttfaOf(rows).p99.differenceMs, undefined);
  const late = twoRegions();
  const turns = late.turns.map((turn) => ({ ...turn, pacingMs: turn.pacingMs.map(() => 9) }));
  const pacing = compareRuns(base, reportOf(summaryOf({ ...late, turns })))
    .find(({ metric }) => metric === "pacing")!;
  assert.deepEqual([pacing.p50.bMs, pacing.p50.differenceMs], [9, undefined]);
});

Deno.test("compareRuns keeps what only one of the runs has", () => {
  const other = reportOf(summaryOf(twoRegions("asia")));
  const rows = compareRuns(base, other).filter(({ metric }) => metric === "ttfa");
  const known = rows.map(({ region, p50 }) => [region, "aMs" in p50, "bMs" in p50]);
  assert.deepEqual(known, [["eu", true, true], ["us", true, false], ["asia", false, true]]);
});

Deno.test("renderComparison fits 80 columns, colours by meaning and says what differs", () => {
  const b = {
    ...slow,
    config: { clients: 20, out: "x" },
    validity: { valid: false, reasons: ["late"] },
  };
  assert.deepEqual(changedSettings(base, b), ["clients"]);
  const text = renderComparison(base, b, false);
  for (const line of text.split("\n")) assert.ok(line.length <= 80, line);
  assert.match(text, /us · conversation\n.*\n {2}ttfa +892 +1099 +\+208 \(\+23 %\) +\d+ +\d+ +~/);
  assert.match(text, /B is not valid: late\nNot measured alike: clients differ\./);
  assert.ok(renderComparison(base, b, true).includes("\x1b[31m   +208 (+23 %)\x1b[39m"));
});
