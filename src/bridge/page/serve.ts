import { text } from "../answers.ts";
import { PAGE_FILES } from "./assets.ts";

const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

/** The page loads and calls nothing but its own origin, and nobody may frame it. */
const HEADERS = {
  "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; " +
    "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
    "frame-ancestors 'none'",
  "permissions-policy": "microphone=(self), camera=(), geolocation=()",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  // Kept, but asked about each time: an update of the bridge must not meet parts of its predecessor.
  "cache-control": "no-cache",
};

/** Answers a request for the page at `/` or for one of its files; undefined if it is for neither. */
export async function servePage(request: Request): Promise<Response | undefined> {
  const path = new URL(request.url).pathname;
  const content = Object.hasOwn(PAGE_FILES, path) ? PAGE_FILES[path]! : undefined;
  if (content === undefined) return undefined;
  if (request.method !== "GET" && request.method !== "HEAD") {
    return text(405, "use GET", { allow: "GET, HEAD" });
  }
  const etag = `"${await digest(content)}"`;
  const headers = { ...HEADERS, "content-type": typeOf(path), etag };
  if (request.headers.get("if-none-match")?.includes(etag)) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(request.method === "HEAD" ? null : content, { headers });
}

function typeOf(path: string): string {
  return TYPES[path.split(".")[1] ?? "html"]!;
}

async function digest(content: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(content));
  return new Uint8Array(hash).toHex().slice(0, 32);
}
