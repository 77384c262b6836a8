import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** The Chromium of this machine: `$CHROMIUM`, or the first of the usual names on the PATH. */
export function findChromium(): string | undefined {
  const named = Deno.env.get("CHROMIUM");
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  const paths = NAMES.flatMap((name) => folders.map((folder) => `${folder}/${name}`));
  return [...(named ? [named] : []), ...paths].find(isFile);
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** For a machine without a display, and without a network to call home over. */
export const CHROMIUM_ARGS: readonly string[] = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** Starts Chromium, headless, with a microphone that plays `wavPath` once for each page that opens it. */
export function startChromium(executablePath: string, wavPath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      ...CHROMIUM_ARGS,
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-audio-capture=${wavPath}%noloop`,
      // A host that is no loopback to the browser, and still is this machine.
      "--host-resolver-rules=MAP bridge.test 127.0.0.1",
    ],
  });
}

/** What a page complained of, as it happens. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return complaints;
}

/**
 * Makes each page of a context keep, every 50 ms, the level of what it plays and the state it shows, in
 * `heard`. What it plays is taken where it leaves for the loudspeaker.
 */
export async function listenIn(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    // deno-lint-ignore no-explicit-any -- runs in the page, where other types hold
    const page = globalThis as any;
    page.heard = [];
    const connect = page.AudioNode.prototype.connect;
    // deno-lint-ignore no-explicit-any -- as above
    page.AudioNode.prototype.connect = function (target: any, ...rest: unknown[]) {
      if (target === this.context.destination && this.numberOfInputs === 0) {
        const analyser = this.context.createAnalyser();
        connect.call(this, analyser);
        const samples = new Float32Array(analyser.fftSize);
        page.setInterval(() => {
          analyser.getFloatTimeDomainData(samples);
          const peak = samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
          const { state } = page.document.getElementById("call").dataset;
          page.heard.push({ peak, state });
        }, 50);
      }
      return connect.call(this, target, ...rest);
    };
  });
}
