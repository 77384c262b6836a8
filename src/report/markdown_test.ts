import { marked } from "marked";
import assert from "node:assert/strict";
import { parseThreshold } from "../metrics/threshold.ts";
import { evaluate } from "../metrics/verdict.ts";
import { renderMarkdown } from "./markdown.ts";
import { reportOf, summaryOf, twoRegions } from "./report_fixtures.ts";
import { sideBySide } from "./side_by_side.ts";

const render = (text: string) => marked.parse(text, { async: false });

Deno.test("renderMarkdown renders as tables: verdicts, waits, regions side by side, all metrics", () => {
  const summary = summaryOf(twoRegions());
  const thresholds = [evaluate(parseThreshold("ttfa: p(95)<900"), summary)];
  const page = render(renderMarkdown(reportOf(summary, { thresholds })));
  const rows = page.split("<table>").slice(1).map((table) => table.split("<tr>").length - 2);
  const measured = summary.rows().filter(({ count }) => count > 0).length;
  const beside = sideBySide(reportOf(summary))!.rows.length;
  assert.deepEqual(rows, [1, 2, beside, measured]);
  assert.match(page, /<h3>ttfa: 1 of 1 threshold failed\.<\/h3>/);
  assert.match(
    page,
    /<td align="left">eu · conversation<\/td>\s*<td[^>]*>28\/30<\/td>\s*<td[^>]*>28<\/td>/,
  );
});

Deno.test("renderMarkdown lets no foreign text be markup, a cell or a call", () => {
  const nasty =
    "a|b <img src=x> **c** [d](http://e) www.evil.example/x WWW.evil.example @everyone `f`\n# g";
  const warnings = [nasty];
  const text = renderMarkdown(reportOf(summaryOf(twoRegions(nasty)), { warnings }));
  assert.doesNotMatch(text, /@everyone/);
  const page = render(text);
  assert.doesNotMatch(page, /<img|<strong>c|<a |<code>|<h1>/);
  const cells = page.split("<tr>").slice(1).map((row) => row.match(/<t[hd]\b/g)!.length);
  assert.deepEqual([...new Set(cells)], [9, 3]);
});
