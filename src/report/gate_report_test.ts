/** Every form of a gate's report, of two targets and of a run with its history. */
import { marked } from "marked";
import assert from "node:assert/strict";
import { duetReport, historyReport } from "./gate_fixtures.ts";
import { renderGateJunit } from "./gate_junit.ts";
import { renderGateMarkdown } from "./gate_markdown.ts";
import type { AnyGateReport } from "./gate_report.ts";
import { renderGate } from "./gate_text.ts";
import { renderGateHtml } from "./html/gate_page.ts";
import { junitElements } from "./junit_elements.ts";

const REPORTS: readonly [string, (base?: string, region?: string) => AnyGateReport][] = [
  ["duet", duetReport],
  ["history", historyReport],
];
const NASTY = `"><script>alert(1)</script>|<img src=x> @all`;
const AT = "2026-01-02T03:04:05.678Z";

for (const [name, reportOf] of REPORTS) {
  const report = reportOf();

  Deno.test(`renderGate of a ${name}: 80 columns, a row for each metric, the regression below`, () => {
    const text = renderGate(report, { colour: false, folder: "there" });
    for (const line of text.split("\n")) assert.ok(line.length <= 80, line);
    assert.match(text, /^Regression: .* is slower/);
    for (const label of ["ttfa", "worst 5 %", "slow turns"]) {
      assert.match(text, new RegExp(`^  ${label} +\\d`, "m"));
    }
    assert.match(text, /^✗ eu: ttfa is [\d.]+ ms \(\+[\d.]+ %\) up$/m);
    assert.match(text, /Results in there\n$/);
    assert.ok(renderGate(report, { colour: true }).startsWith("\x1b[31mRegression"));
  });

  Deno.test(`renderGateMarkdown of a ${name}: one table of one width, foreign text no markup`, () => {
    const text = renderGateMarkdown(reportOf(NASTY, NASTY));
    assert.doesNotMatch(text, /@all/);
    const page = marked.parse(text, { async: false });
    const rows = page.split("<tr>").slice(1).map((row) => row.match(/<t[hd]\b/g)!.length);
    assert.deepEqual([page.split("<table>").length, new Set(rows).size], [2, 1]);
    assert.equal(rows.length, 1 + report.cells.length);
    assert.match(page, /<h3>❌ ttfa gate: Regression/);
    assert.doesNotMatch(page, /<script|<img/);
  });

  Deno.test(`renderGateJunit of a ${name}: a failure is a regression, an error was not judged`, () => {
    const found = junitElements(renderGateJunit(reportOf(NASTY, NASTY), AT, 12));
    const [all, suite, ...cases] = found;
    const named = cases.filter((element) => element.name === "testcase");
    assert.equal(named.length, 1 + report.cells.length);
    const count = (kind: string) => `${cases.filter((element) => element.name === kind).length}`;
    for (const { attributes: { tests, failures, errors, time } } of [all!, suite!]) {
      assert.deepEqual([tests, failures, errors, time], [
        ...[`${named.length}`, count("failure"), count("error"), "12.000"],
      ]);
    }
    assert.ok(Number(suite!.attributes.failures) > 0 && Number(suite!.attributes.errors) > 0);
  });

  Deno.test(`renderGateHtml of a ${name}: its table, what it found, foreign text no markup`, () => {
    const page = renderGateHtml(reportOf(NASTY, NASTY));
    assert.match(page, /<strong>Regression: /);
    assert.doesNotMatch(page, /<script>alert|<img/);
    assert.doesNotMatch(renderGateHtml(report), /(src|href)=|@import|url\(/);
    const charts = page.split("<figure>").length - 1;
    assert.equal(charts, name === "history" ? report.cells.length : 0);
    assert.equal(page.split("<table").length - 1, 1 + charts);
  });
}

Deno.test("a gate that could not judge is an error of its own, and shows no empty table", () => {
  const report = { ...historyReport(), cells: [], verdict: "inconclusive", reasons: ["3 more"] };
  const found = junitElements(renderGateJunit(report as AnyGateReport, AT, 1));
  assert.match(found.at(-1)!.attributes.message!, /^Inconclusive: .*; 3 more$/);
  const text = renderGate(report as AnyGateReport, { colour: false });
  assert.deepEqual(text.split("\n"), [
    "Inconclusive: a regression that matters could have gone unseen",
    "3 more",
    "run g-1, 60 turns",
    "60 comparable runs in runs; left out: 2 not valid",
    "",
  ]);
  assert.doesNotMatch(renderGateMarkdown(report as AnyGateReport), /\| :--|<sub>/);
  assert.doesNotMatch(renderGateHtml(report as AnyGateReport), /<table|<figure/);
});

const DUET = duetReport();

Deno.test("every form of a gate of several looks states the limit of each, and what the interval is", () => {
  const report = { ...DUET, maxBlocks: 36, lookAlpha: DUET.rules.alpha / 3 };
  for (const render of [renderGateMarkdown, renderGateHtml]) {
    assert.match(render(report), /fails at 0\.0033 in each of up to 3 looks, 0\.01 in all,/);
    assert.doesNotMatch(render(DUET), /looks|corrected/);
  }
  const text = renderGate(report, { colour: false }).replace(/\s+/g, " ");
  assert.match(
    text,
    /fails at 0\.0033 .* interval .* not corrected for stopping \(up to 36 blocks\)/,
  );
});

Deno.test("what could not be seen is no doubt of a regression, and else says how many turns would do", () => {
  const doubt =
    /worst 5 %: only \d+ ms could be seen, and what matters is \d+ ms: about \d+ blocks /;
  for (const render of [renderGateMarkdown, renderGateHtml]) {
    assert.doesNotMatch(render(DUET), doubt);
    const open = DUET.cells.filter(({ finding }) => finding === "blind");
    assert.match(render({ ...DUET, verdict: "inconclusive", cells: open }), doubt);
  }
});

Deno.test("shares differ by points, which are no percents of anything", () => {
  const slow = DUET.cells.find(({ unit }) => unit === "share")!;
  const failed = { ...slow, base: 0.01, candidate: 0.5, effect: 0.49, finding: "slower" as const };
  const text = renderGate({ ...DUET, cells: [failed] }, { colour: false });
  assert.match(text, /^✗ eu: slow turns are 49.0 points up$/m);
  assert.match(text, /^ {2}slow turns +1.0 % +50.0 % +\+49.0 /m);
});

Deno.test("a pass does not say that nothing is slower, and tells what probably is", () => {
  const cells = DUET.cells.map((cell) => ({ ...cell, finding: "none" as const }));
  const report = { ...DUET, verdict: "passed" as const, cells };
  const text = renderGate(report, { colour: false }).replace(/\s+/g, " ");
  assert.match(text, /^Passed: no regression of the size that matters was found/);
  assert.match(text, /eu: ttfa is [\d.]+ ms up, and by the 95 % interval at least [\d.]+ ms:/);
  assert.equal(text.split("95 % interval at least").length - 1, 1);
});

Deno.test("the report of a history marks where the level changed", () => {
  const text = renderGate(historyReport(), { colour: false }).replace(/\s+/g, " ");
  assert.match(text, /level of ttfa changed from \d+ ms to \d+ ms with run run-30 \(2026-01-02\)/);
  assert.match(renderGateHtml(historyReport()), /run-30[^]*?a new level/);
});
