/** `gate.html` and `comparison.html` in a real browser, without a network. Skipped where there is no Chromium. */
import assert from "node:assert/strict";
import { duetReport, historyReport } from "../src/report/gate_fixtures.ts";
import { reportOf, summaryOf, twoRegions } from "../src/report/report_fixtures.ts";
import { renderComparisonHtml } from "../src/report/html/comparison_page.ts";
import { renderGateHtml } from "../src/report/html/gate_page.ts";
import {
  barriers,
  HAS_CHROMIUM,
  inked,
  unfold,
  widthOnPhone,
  withOfflinePage,
} from "./offline_page.ts";

const NASTY = `"><script>alert(1)</script><img src=x onerror=alert(1)>`;

for (const report of [duetReport(NASTY, NASTY), historyReport(NASTY, NASTY)]) {
  const [name, charts] = "past" in report ? ["a history", report.cells.length] : ["two targets", 0];
  Deno.test({
    name: `gate.html of ${name}: opens offline, draws every chart with its table, and fits a phone`,
    ignore: !HAS_CHROMIUM,
    fn: () =>
      withOfflinePage(renderGateHtml(report), async (page, complaints) => {
        const pixels = await inked(page);
        assert.equal(pixels.length, charts);
        assert.ok(pixels.every((count) => count > 500), `${pixels}`);
        assert.deepEqual(await unfold(page), Array(charts).fill(true));
        assert.deepEqual(await barriers(page), []);
        assert.equal(await widthOnPhone(page), 320);
        assert.deepEqual(await barriers(page), []);
        assert.ok((await page.locator("body").innerText()).includes(NASTY));
        assert.deepEqual(complaints, []);
      }),
  });
}

Deno.test({
  name: "comparison.html: opens offline, says what speaks against it, and fits a phone",
  ignore: !HAS_CHROMIUM,
  fn: () => {
    const a = reportOf(summaryOf(twoRegions(NASTY)));
    const slower = reportOf(summaryOf(twoRegions(NASTY, "eu", 500)));
    const b = { ...slower, config: { clients: 20 } };
    return withOfflinePage(renderComparisonHtml(a, b), async (page, complaints) => {
      const text = await page.locator("body").innerText();
      assert.ok(text.includes(NASTY) && text.includes("Not measured alike: clients differ."));
      assert.equal(await page.locator("table").count(), 2);
      assert.match(await page.locator("td b.bad").first().innerText(), /^\+\d+ \(\+\d+ %\)$/);
      assert.deepEqual(await barriers(page), []);
      assert.equal(await widthOnPhone(page), 320);
      assert.deepEqual(await barriers(page), []);
      assert.deepEqual(complaints, []);
    });
  },
});
