import http from "node:http";
import https from "node:https";
import type { Endpoint } from "../client/endpoint.ts";

/** Something that a client was shown. */
export interface Shown {
  /** e.g. `the page /`. */
  readonly where: string;
  readonly text: string;
}

const TIMEOUT_MS = 3_000;
const MAX_CHARS = 1 << 20;

/** What the bridge answers to plain requests: at its root, and where it takes WebSockets. */
export async function readPages(endpoint: Endpoint): Promise<Shown[]> {
  const { origin, pathname, search } = new URL(endpoint.url.replace(/^ws/, "http"));
  const paths = new Set(["/", pathname + search]);
  const texts = await Promise.all([...paths].map((path) => read(new URL(path, origin), endpoint)));
  return texts.flatMap((text, i) =>
    text === undefined ? [] : [{ where: i === 0 ? "the page /" : "the page of its path", text }]
  );
}

/** Headers and body; `undefined` where there is no answer. Redirects are not followed. */
function read(url: URL, { ca, insecure, headers }: Endpoint): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const trust = { ...(ca && { ca }), rejectUnauthorized: !insecure };
  const options = { headers, ...trust, agent: false, signal: AbortSignal.timeout(TIMEOUT_MS) };
  const request = (url.protocol === "https:" ? https : http).get(url, options, (response) => {
    let text = JSON.stringify(response.headers);
    response.setEncoding("utf8").on("data", (part) => text.length < MAX_CHARS && (text += part));
    response.on("error", () => resolve(text)).on("end", () => resolve(text));
  });
  request.on("error", () => resolve(undefined));
  return promise;
}
