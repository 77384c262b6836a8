import { RuleError } from "./readers.ts";

/** Where the clients of a region connect. */
export interface Target {
  /** `local`: the embedded bridge and mock · `bridge`: a running bridge · `realtime`: the Realtime API itself. */
  readonly kind: "local" | "bridge" | "realtime";
  /** ws:// or wss:// URL. Empty for `local`, whose port is known once it listens. */
  readonly url: string;
  /** Whether the minutes of this target are billed, as far as can be known. */
  readonly billed: boolean;
  /** Whether the API key goes there: only where the user said `openai`. */
  readonly takesApiKey: boolean;
}

/** `--target`: a target, with the region in front where it serves only one. */
export interface TargetFlag {
  readonly region?: string;
  readonly target: Target;
}

export const LOCAL: Target = { kind: "local", url: "", billed: false, takesApiKey: false };

/** The base URL of OpenAI's API; `OPENAI_BASE_URL` replaces it, as in the official clients. */
const OPENAI_BASE_URL = "https://api.openai.com/v1";

/**
 * Reads `URL`, `local`, `openai` or `region=…` in front of one of them. A URL whose path ends in
 * `/realtime` is the Realtime API, any other a bridge.
 *
 * @throws {RuleError} when it is none of these.
 */
export function readTarget(text: string, env: { baseUrl?: string; model: string }): TargetFlag {
  const match = /^([A-Za-z0-9][\w-]*)=(.*)$/.exec(text);
  if (match?.[2] === "") throw new RuleError(`'${text}' names no target`, REMEDY);
  if (match) return { region: match[1]!, target: targetOf(match[2]!, env) };
  return { target: targetOf(text, env) };
}

function targetOf(text: string, env: { baseUrl?: string; model: string }): Target {
  if (text === "local") return LOCAL;
  if (text === "openai") {
    const url = parse(`${(env.baseUrl ?? OPENAI_BASE_URL).replace(/\/+$/, "")}/realtime`);
    if (url.protocol === "ws:" && !isLoopback(url)) {
      throw new RuleError(
        "'openai' would send the key in clear",
        "set OPENAI_BASE_URL to an https URL",
      );
    }
    return { kind: "realtime", url: withModel(url, env.model), billed: true, takesApiKey: true };
  }
  const url = parse(text);
  if (!url.pathname.endsWith("/realtime")) {
    return { kind: "bridge", url: url.href, billed: false, takesApiKey: false };
  }
  const billed = !isLoopback(url);
  return { kind: "realtime", url: withModel(url, env.model), billed, takesApiKey: false };
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

const REMEDY =
  "give ws://…, wss://… (http and https mean the same), local or openai, with region= in front where it serves one region";

/** A bridge's address is often at hand as that of its page: the WebSocket is at the same port. */
const SCHEMES: Readonly<Record<string, string>> = {
  "http:": "ws:",
  "https:": "wss:",
  "ws:": "ws:",
  "wss:": "wss:",
};

function parse(text: string): URL {
  const url = URL.parse(text);
  const scheme = url && SCHEMES[url.protocol];
  if (!url || !scheme || !url.hostname) {
    throw new RuleError(
      // Anything longer may hold a password or a ticket.
      `${/^[\w.-]{1,20}$/.test(text) ? `'${text}'` : "this"} is no target`,
      REMEDY,
    );
  }
  url.protocol = scheme;
  url.hash = "";
  return url;
}

function withModel(url: URL, model: string): string {
  if (!url.searchParams.has("model")) url.searchParams.set("model", model);
  return url.href;
}

/**
 * A URL fit for a report: without user info, and with every query value but the model's masked, since
 * tokens travel there.
 */
export function publicUrl(text: string): string {
  const url = new URL(text);
  url.username = url.password = "";
  for (const name of url.searchParams.keys()) {
    if (name !== "model") url.searchParams.set(name, "***");
  }
  return url.href;
}
