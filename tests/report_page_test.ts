/**
 * `report.html` in a real browser, without a network. Skipped where there is no Chromium.
 */
import axe from "axe-core";
import assert from "node:assert/strict";
import { type Browser, chromium, type Page } from "playwright-core";
import { turnSample } from "../src/metrics/sample_fixtures.ts";
import { FORMATS } from "../src/report/formats.ts";
import { reportOf, summaryOf, twoRegions, withRunFolder } from "../src/report/report_fixtures.ts";
import { readRun } from "../src/report/saved/read_run.ts";
import { CHROMIUM_ARGS, complaintsOf, findChromium } from "./browser.ts";

const NASTY = `"><script>alert(1)</script><img src=x onerror=alert(1)>`;

const executable = findChromium();
if (!executable) {
  await Deno.stderr.write(
    new TextEncoder().encode("report_page_test: skipped, no Chromium found\n"),
  );
}

async function withPage(body: (page: Page, complaints: string[]) => Promise<void>): Promise<void> {
  const samples = twoRegions(NASTY);
  const turns = [...samples.turns, turnSample({ outcome: "error", errorCode: NASTY })];
  const report = reportOf(summaryOf({ ...samples, turns }), { warnings: [NASTY] });
  await withRunFolder({ ...samples, turns }, report, async (path) => {
    await Deno.writeTextFile(`${path}/report.html`, await FORMATS.html.render(await readRun(path)));
    const browser: Browser = await chromium.launch({
      executablePath: executable!,
      args: [...CHROMIUM_ARGS],
    });
    try {
      const context = await browser.newContext({ offline: true });
      const page = await context.newPage();
      const complaints = complaintsOf(page);
      page.on("dialog", (dialog) => void complaints.push(dialog.message()));
      page.on("request", (request) => {
        if (!request.url().endsWith("report.html")) complaints.push(request.url());
      });
      await page.goto(`file://${path}/report.html`);
      await page.locator(".plot canvas").last().waitFor();
      await body(page, complaints);
    } finally {
      await browser.close();
    }
  });
}

/** What is found wrong by the rules of WCAG 2.2 AA and the tool's own good practice. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  // deno-lint-ignore no-explicit-any -- runs in the page
  const { violations } = await page.evaluate(() => (globalThis as any).axe.run());
  return (violations as axe.Result[]).map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** How many pixels of each plot are painted. */
async function inked(page: Page): Promise<number[]> {
  return await page.locator(".plot canvas").evaluateAll((canvases) =>
    // deno-lint-ignore no-explicit-any -- runs in the page
    (canvases as any[]).map((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value: number, i: number) => i % 4 === 3 && value > 0).length;
    })
  );
}

Deno.test({
  name: "report.html: opens offline, draws everything, has each chart's figures in a table",
  ignore: !executable,
  fn: () =>
    withPage(async (page, complaints) => {
      assert.ok((await inked(page)).every((pixels) => pixels > 500));
      const figures = await page.locator("figure").all();
      assert.equal(figures.length, 8);
      for (const figure of figures) {
        await figure.locator("summary").click();
        assert.ok(await figure.locator("tbody tr").first().isVisible());
      }
      for (const box of await page.locator("details.print > summary").all()) await box.click();
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await barriers(page), []);
      }
      assert.ok((await page.locator("body").innerText()).includes(NASTY));
      assert.deepEqual(complaints, []);
    }),
});

Deno.test({
  name: "report.html: fits a phone, and paper is light with all metrics on it",
  ignore: !executable,
  fn: () =>
    withPage(async (page, complaints) => {
      await page.setViewportSize({ width: 320, height: 700 });
      const width = await page.locator("html").evaluate(({ scrollWidth }) => scrollWidth);
      assert.equal(width, 320);
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
