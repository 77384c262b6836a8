/**
 * Takes the pictures of the bridge's page in docs/, during a conversation with the mock:
 *
 *     deno run -A scripts/page_pictures.ts
 *
 * Needs Chromium. The callers' sentences come from fixtures/speech, and so do the waits of the mock.
 */
import { fileURLToPath } from "node:url";
import { loadFixtures } from "../src/audio/fixture.ts";
import { encodeWav } from "../src/audio/wav.ts";
import { readConfig } from "../src/bridge/config.ts";
import { startBridge } from "../src/bridge/server.ts";
import { startMock } from "../src/mock-openai/server.ts";
import { findChromium, startChromium } from "../tests/browser.ts";

const RATE_HZ = 24_000;
/** After each sentence: enough for the wait and the answer. */
const PAUSE_MS = 5500;
const PICTURES = [
  { name: "page-desktop.png", colorScheme: "light", width: 1000, height: 700 },
  { name: "page-phone.png", colorScheme: "dark", width: 390, height: 844 },
] as const;

const [folder = fileURLToPath(new URL("../docs", import.meta.url))] = Deno.args;
const wavPath = await Deno.makeTempFile({ suffix: ".wav" });
const speech = await loadFixtures(fileURLToPath(new URL("../fixtures/speech", import.meta.url)));
const pause = new Array<number>(PAUSE_MS * RATE_HZ / 1000).fill(0);
const samples = speech.slice(0, 3).flatMap(({ samples }) => [...samples, ...pause]);
await Deno.writeFile(
  wavPath,
  encodeWav({ sampleRateHz: RATE_HZ, samples: Int16Array.from(samples) }),
);

await using mock = await startMock({ seed: 3 });
const environment: Record<string, string> = { PORT: "0", UPSTREAM_URL: mock.url };
const bridge = startBridge(readConfig((name) => environment[name]));
const browser = await startChromium(findChromium() ?? "chromium", wavPath);
for (const { name, colorScheme, width, height } of PICTURES) {
  const context = await browser.newContext({
    ...{ colorScheme, viewport: { width, height }, permissions: ["microphone"] },
    isMobile: width < 500,
  });
  const page = await context.newPage();
  await page.goto(new URL("/", bridge.url.replace("ws:", "http:")).href);
  await page.getByRole("button", { name: "Start talking" }).click();
  await page.locator("#turns tr:nth-child(3)").waitFor();
  await page.locator('#call[data-state="answering"]').waitFor();
  await page.screenshot({ path: `${folder}/${name}`, fullPage: true });
  await context.close();
}
await browser.close();
await bridge.close();
await Deno.remove(wavPath);
