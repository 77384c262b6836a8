/**
 * The bridge's page in a real browser: a whole conversation before the mock, and what it says when
 * something fails. Skipped where there is no Chromium.
 */
import axe from "axe-core";
import assert from "node:assert/strict";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { loadFixtures } from "../src/audio/fixture.ts";
import { encodeWav } from "../src/audio/wav.ts";
import { readConfig } from "../src/bridge/config.ts";
import { makeTicket, SECRET } from "../src/bridge/fake_ticket.ts";
import { type Bridge, startBridge } from "../src/bridge/server.ts";
import type { Passage } from "../src/mock-openai/observer.ts";
import { type Mock, startMock } from "../src/mock-openai/server.ts";
import { parseDistribution } from "../src/random/distribution.ts";
import { complaintsOf, findChromium, listenIn, startChromium } from "./browser.ts";

const RATE_HZ = 24_000;
const THINK_MS = 300;
const SILENCE_MS = 500;
/** Longer than the pause after which the person speaks again. */
const REPLY_MS = 12_000;
const STEP_TIMEOUT_MS = 30_000;

const executable = findChromium();
if (!executable) {
  await Deno.stderr.write(new TextEncoder().encode("page_test: skipped, no Chromium found\n"));
}

/** A person who says a sentence, waits for 5 s, and says another one into the answer. */
async function writeSpeech(path: string): Promise<void> {
  const [first, second] = await loadFixtures(
    new URL("../fixtures/speech", import.meta.url).pathname,
  );
  const silence = (ms: number) => new Array<number>(ms * RATE_HZ / 1000).fill(0);
  const samples = [silence(500), first!.samples, silence(5000), second!.samples, silence(1000)];
  const wav = encodeWav({
    sampleRateHz: RATE_HZ,
    samples: Int16Array.from(samples.flatMap((s) => [...s])),
  });
  await Deno.writeFile(path, wav);
}

/** A tone of −20 dBFS. */
function toneReply() {
  const wave = (_: unknown, i: number) => 4600 * Math.sin(2 * Math.PI * 440 * i / RATE_HZ);
  const samples = Int16Array.from({ length: REPLY_MS * RATE_HZ / 1000 }, wave);
  return { samples, transcript: "A long tone." };
}

interface World {
  readonly browser: Browser;
  readonly mock: Mock;
  readonly passages: Passage[];
}

async function withWorld(body: (world: World) => Promise<void>): Promise<void> {
  const wavPath = await Deno.makeTempFile({ prefix: "ttfa-page-", suffix: ".wav" });
  await writeSpeech(wavPath);
  const passages: Passage[] = [];
  await using mock = await startMock({
    think: parseDistribution(`${THINK_MS}ms`),
    replies: [toneReply()],
    observers: [{ onPassage: (passage) => void passages.push(passage) }],
  });
  const browser = await startChromium(executable!, wavPath);
  try {
    await body({ browser, mock, passages });
  } finally {
    await browser.close();
    await Deno.remove(wavPath);
  }
}

async function withBridge(
  variables: Record<string, string>,
  body: (bridge: Bridge, address: string) => Promise<void>,
): Promise<void> {
  const all: Record<string, string> = {
    PORT: "0",
    BRIDGE_SILENCE_MS: `${SILENCE_MS}`,
    ...variables,
  };
  const bridge = startBridge(readConfig((name) => all[name]));
  try {
    await body(bridge, new URL("/", bridge.url.replace("ws:", "http:")).href);
  } finally {
    await bridge.close();
  }
}

async function newContext(browser: Browser, permissions = ["microphone"]): Promise<BrowserContext> {
  const context = await browser.newContext({ permissions });
  context.setDefaultTimeout(STEP_TIMEOUT_MS);
  return context;
}

/** Waits for the call to be in a state. */
async function inState(page: Page, state: string): Promise<void> {
  await page.locator(`#call[data-state="${state}"]`).waitFor();
}

/** What is found wrong by the rules of WCAG 2.2 AA and the tool's own good practice. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  // deno-lint-ignore no-explicit-any -- runs in the page
  const { violations } = await page.evaluate(() => (globalThis as any).axe.run());
  return (violations as axe.Result[]).map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

async function row(page: Page, number: number): Promise<string[]> {
  return await page.locator(`#turns tr:nth-child(${number}) > *`).allTextContents();
}

Deno.test({
  name: "page: a person speaks, hears the answer, talks into it, and sees every wait",
  ignore: !executable,
  fn: () =>
    withWorld(({ browser, mock, passages }) =>
      withBridge({ UPSTREAM_URL: mock.url }, async (_bridge, address) => {
        const context = await newContext(browser);
        await listenIn(context);
        const page = await context.newPage();
        const complaints = complaintsOf(page);
        await page.goto(address);
        await page.getByRole("button", { name: "Start talking" }).press("Enter");
        await inState(page, "answering");
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          assert.deepEqual(await barriers(page), []);
        }
        await page.setViewportSize({ width: 320, height: 600 });
        const { scrollWidth } = await page.locator("html").evaluate(({ scrollWidth }) => ({
          scrollWidth,
        }));
        assert.equal(scrollWidth, 320);
        await page.locator("#turns tr:nth-child(1)", { hasText: "cut" }).waitFor();
        await page.locator("#turns tr:nth-child(2)").waitFor();
        const cells = await row(page, 1);
        const steps = await page.locator("[data-step] .figure").allTextContents();
        await inState(page, "answering");
        await page.getByRole("button", { name: "Hang up" }).click();
        await inState(page, "idle");

        assertInOrder(cells, steps);
        assertHeard(await page.evaluate(() => (globalThis as unknown as Heard).heard));
        assertTruncated(passages, cells[4]!);
        assert.deepEqual(complaints, []);
        await context.close();
      })
    ),
});

interface Heard {
  readonly heard: { readonly peak: number; readonly state: string }[];
}

/**
 * Lower bounds from the last word alone: a busy machine makes everything late and nothing early, but a
 * notice that is late shortens what follows it.
 */
function assertInOrder(cells: string[], steps: string[]): void {
  const [turn, noticed, firstAudio, audible] = cells.map((text) => Number(text.replace(",", "")));
  assert.equal(turn, 1);
  // This page hears the last word within a window or two of where the service hears it.
  const leastMs = SILENCE_MS - 100;
  assert.ok(noticed! > leastMs, `noticed after ${noticed} ms`);
  assert.ok(firstAudio! > leastMs + THINK_MS, `first audio after ${firstAudio} ms`);
  assert.ok(firstAudio! >= noticed!, `first audio after ${firstAudio} ms, noticed ${noticed}`);
  assert.ok(audible! > firstAudio!, `audible after ${audible} ms`);
  assert.match(steps[0]!, /\d ms/);
}

function assertHeard(heard: Heard["heard"]): void {
  const answer = heard.filter(({ state }) => state === "answering");
  assert.ok(answer.some(({ peak }) => peak > 0.05), "the answer was played");
  const first = heard.findIndex(({ state }) => state === "answering");
  const talkedInto = heard.slice(first).filter(({ state }) => state === "speaking");
  // It fades for some ms; then there is silence, though most of the answer was not played.
  assert.ok(talkedInto.length > 0 && talkedInto.at(-1)!.peak < 0.001, "it stopped");
}

function assertTruncated(passages: Passage[], played: string): void {
  const [truncate, ...more] = passages.flatMap(({ event }) =>
    event?.type === "conversation.item.truncate" ? [event] : []
  );
  assert.ok(truncate && more.length === 0, "truncated once");
  const playedMs = parseFloat(played) * 1000;
  assert.ok(playedMs > 0 && playedMs < REPLY_MS, played);
  // Played counts what left the page, heard what left the loudspeaker.
  assert.ok(truncate.audio_end_ms > 0 && truncate.audio_end_ms <= playedMs + 50);
  assert.ok(passages.some(({ event }) => event?.type === "conversation.item.truncated"));
}

Deno.test({
  name: "page: whatever fails is said, with what helps",
  ignore: !executable,
  fn: () =>
    withWorld(async ({ browser, mock }) => {
      const UPSTREAM_URL = mock.url;
      await withBridge({ UPSTREAM_URL }, async (bridge, address) => {
        assert.match(
          await failureAt(browser, address, []),
          /^NotAllowedError.*not allowed.*settings/,
        );
        const insecure = address.replace("127.0.0.1", "bridge.test");
        assert.match(await failureAt(browser, insecure), /^insecure.*not opened securely.*https/);
        assert.match(
          await failureAt(browser, address, undefined, async (page) => {
            // A close is lost where frames come in behind it (client_leg.ts), as on a busy machine they may.
            await page.evaluate("WebSocket.prototype.send = () => {}");
            await bridge.close();
          }),
          /^close_1001/,
        );
      });
      await withBridge({ UPSTREAM_URL: "ws://127.0.0.1:1" }, async (_bridge, address) => {
        assert.match(await failureAt(browser, address), /^upstream_unreachable.*UPSTREAM_URL/);
      });
      await using guarded = await startMock({ apiKey: "sk-right" });
      const wrongKey = { UPSTREAM_URL: guarded.url, OPENAI_API_KEY: "sk-wrong" };
      await withBridge(wrongKey, async (_bridge, address) => {
        assert.match(await failureAt(browser, address), /^no_key.*must set a valid OPENAI_API_KEY/);
      });
      await withBridge(
        { UPSTREAM_URL, BRIDGE_TICKET_SECRET: SECRET },
        (bridge, address) => checkTickets(browser, bridge, address),
      );
    }),
});

/** What the page says after a click on its button, and what is done once the call is live. */
async function failureAt(
  browser: Browser,
  address: string,
  permissions?: string[],
  whenLive?: (page: Page) => Promise<void>,
): Promise<string> {
  const context = await newContext(browser, permissions);
  const page = await context.newPage();
  await page.goto(address);
  const said = await failureOf(page, whenLive);
  await context.close();
  return said;
}

async function failureOf(
  page: Page,
  whenLive?: (page: Page) => Promise<void>,
): Promise<string> {
  await page.getByRole("button", { name: "Start talking" }).click();
  if (whenLive) {
    await page.locator("#mute:enabled").waitFor();
    await whenLive(page);
  }
  const box = page.getByRole("alert");
  await box.locator("strong").waitFor();
  await inState(page, "idle");
  return `${await box.getAttribute("data-code")}: ${await box.textContent()}`;
}

async function checkTickets(browser: Browser, bridge: Bridge, address: string): Promise<void> {
  assert.match(await failureAt(browser, address), /^http_401.*#ticket=.*a ticket is needed/);
  const mangled = `${address}#ticket=eyJhbGci.abc%20def.x`;
  assert.match(await failureAt(browser, mangled), /^http_401.*#ticket=/);
  const context = await newContext(browser);
  const page = await context.newPage();
  await page.goto(`${address}#ticket=${await makeTicket()}`);
  assert.equal(page.url(), address);
  await page.getByRole("button", { name: "Start talking" }).click();
  await page.locator("#mute:enabled").waitFor();
  assert.equal(bridge.openSessions, 1);
  await page.getByRole("button", { name: "Hang up" }).click();
  assert.match(await failureOf(page), /^http_401.*used already/);
  await context.close();
}
