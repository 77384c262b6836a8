/** `report.html` in a real browser, without a network. Skipped where there is no Chromium. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { turnSample } from "../src/metrics/sample_fixtures.ts";
import { FORMATS } from "../src/report/formats.ts";
import { reportOf, summaryOf, twoRegions, withRunFolder } from "../src/report/report_fixtures.ts";
import { readRun } from "../src/report/saved/read_run.ts";
import {
  barriers,
  HAS_CHROMIUM,
  inked,
  unfold,
  widthOnPhone,
  withOfflinePage,
} from "./offline_page.ts";

const NASTY = `"><script>alert(1)</script><img src=x onerror=alert(1)>`;

async function withPage(body: (page: Page, complaints: string[]) => Promise<void>): Promise<void> {
  const samples = twoRegions(NASTY);
  const turns = [...samples.turns, turnSample({ outcome: "error", errorCode: NASTY })];
  const report = reportOf(summaryOf({ ...samples, turns }), { warnings: [NASTY] });
  await withRunFolder({ ...samples, turns }, report, async (path) => {
    await withOfflinePage(await FORMATS.html.render(await readRun(path)), body);
  });
}

Deno.test({
  name: "report.html: opens offline, draws everything, has each chart's figures in a table",
  ignore: !HAS_CHROMIUM,
  fn: () =>
    withPage(async (page, complaints) => {
      assert.ok((await inked(page)).every((pixels) => pixels > 500));
      assert.deepEqual(await unfold(page), Array(8).fill(true));
      assert.deepEqual(await barriers(page), []);
      assert.ok((await page.locator("body").innerText()).includes(NASTY));
      assert.deepEqual(complaints, []);
    }),
});

Deno.test({
  name: "report.html: fits a phone, and paper is light with all metrics on it",
  ignore: !HAS_CHROMIUM,
  fn: () =>
    withPage(async (page, complaints) => {
      assert.equal(await widthOnPhone(page), 320);
      assert.deepEqual(await barriers(page), []);
      await page.emulateMedia({ colorScheme: "dark" });
      const background = () =>
        page.evaluate(() => {
          // deno-lint-ignore no-explicit-any -- runs in the page
          const { document, getComputedStyle } = globalThis as any;
          return getComputedStyle(document.documentElement).getPropertyValue("--paper").trim();
        });
      assert.equal(await background(), "#13171a");
      await page.emulateMedia({ colorScheme: "dark", media: "print" });
      assert.equal(await background(), "#fbfbf9");
      const whole = await page.pdf({ format: "A4" });
      assert.ok(whole.length > 10_000);
      assert.deepEqual(complaints, []);
    }),
});
