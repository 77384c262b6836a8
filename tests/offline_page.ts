import axe from "axe-core";
import { chromium, type Page } from "playwright-core";
import { CHROMIUM_ARGS, complaintsOf, findChromium } from "./browser.ts";

const executable = findChromium();
if (!executable) {
  await Deno.stderr.write(new TextEncoder().encode("pages: skipped, no Chromium found\n"));
}

/** Where there is none, tests of pages are skipped. */
export const HAS_CHROMIUM = executable !== undefined;

/**
 * Opens a page that is one file, without a network. `complaints` collects errors of the console, dialogs,
 * and requests for anything else.
 */
export async function withOfflinePage(
  text: string,
  body: (page: Page, complaints: string[]) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "ttfa-page-" });
  const browser = await chromium.launch({ executablePath: executable!, args: [...CHROMIUM_ARGS] });
  try {
    await Deno.writeTextFile(`${folder}/page.html`, text);
    const context = await browser.newContext({ offline: true });
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    page.on("dialog", (dialog) => void complaints.push(dialog.message()));
    page.on("request", (request) => {
      if (!request.url().endsWith("page.html")) complaints.push(request.url());
    });
    await page.goto(`file://${folder}/page.html`);
    if (text.includes('class="plot"')) await page.locator(".plot canvas").last().waitFor();
    await body(page, complaints);
  } finally {
    await browser.close();
    await Deno.remove(folder, { recursive: true });
  }
}

/** What is found wrong in light and in dark, by the rules of WCAG 2.2 AA and the tool's good practice. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    // deno-lint-ignore no-explicit-any -- runs in the page
    const { violations } = await page.evaluate(() => (globalThis as any).axe.run());
    found.push(
      ...(violations as axe.Result[]).map(({ id, nodes }) =>
        `${colorScheme} ${id}: ${nodes[0]?.html}`
      ),
    );
  }
  return found;
}

/** How wide the page is on a narrow phone: 320 where nothing sticks out. */
export async function widthOnPhone(page: Page): Promise<number> {
  await page.setViewportSize({ width: 320, height: 700 });
  return await page.locator("html").evaluate(({ scrollWidth }) => scrollWidth);
}

/** How many pixels of each plot are painted. */
export async function inked(page: Page): Promise<number[]> {
  return await page.locator(".plot canvas").evaluateAll((canvases) =>
    // deno-lint-ignore no-explicit-any -- runs in the page
    (canvases as any[]).map((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value: number, i: number) => i % 4 === 3 && value > 0).length;
    })
  );
}

/** Opens what is folded, and says of each chart whether its table then shows a row. */
export async function unfold(page: Page): Promise<boolean[]> {
  const shown: boolean[] = [];
  for (const figure of await page.locator("figure").all()) {
    await figure.locator("summary").click();
    shown.push(await figure.locator("tbody tr").first().isVisible());
  }
  for (const box of await page.locator("details.print > summary").all()) await box.click();
  return shown;
}
