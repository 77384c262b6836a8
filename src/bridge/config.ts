import { given } from "../config/given.ts";
import { type Problem, UsageError } from "../config/problem.ts";
import { DEFAULT_MODEL } from "../protocol/events.ts";
import { type AccessConfig, readAccess } from "./access_config.ts";
import { isLoopback } from "./loopback.ts";
import { readLimits, type SessionLimits } from "./limits.ts";
import type { Policy } from "./policy.ts";
import { readSession } from "./session_config.ts";
import type { SessionSettings } from "./session_update.ts";
import { unknownVariables } from "./unknown_variables.ts";
import type { UpstreamOptions } from "./upstream.ts";

/** Everything a bridge needs to know. Plain data: it can be posted to a worker. */
export interface BridgeConfig {
  /** 0 lets the system pick one. */
  readonly port: number;
  /** Undefined leaves it to the platform. */
  readonly host?: string;
  readonly region?: string;
  readonly upstream: UpstreamOptions;
  readonly session: SessionSettings;
  /** Undefined: callers of this machine alone. */
  readonly access?: AccessConfig;
  readonly limits: SessionLimits;
  readonly policy: Policy;
  /** Whether a client that asks is told what the relay sees. */
  readonly probe: boolean;
  /** Whether the runtime exports OpenTelemetry. */
  readonly telemetry: boolean;
  /** Whether `POST /session` mints client secrets, with which callers pass by the bridge. */
  readonly clientSecrets?: boolean;
  /** Whether `GET /` serves a page to talk through the bridge. */
  readonly page?: boolean;
}

const OPENAI_URL = "wss://api.openai.com/v1/realtime";
/** In base64, so many given characters in a row occur once in centuries of calls. */
const KEY_LENGTH = 8;
/** RFC 9110 §5.6.2: what a subprotocol consists of. A header takes more, but no key needs it. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/**
 * Reads the bridge's environment variables; an empty one counts as not set. What else there is in
 * `environment` that looks like one of them is a problem too.
 *
 * @throws {UsageError} with every problem at once. No message holds the key.
 */
export function readConfig(
  env: (name: string) => string | undefined,
  environment: Readonly<Record<string, string>> = {},
): BridgeConfig {
  const reader = new EnvReader(env);
  const url = reader.upstreamUrl();
  const onPlatform = reader.text("DENO_DEPLOY") !== undefined;
  const host = reader.text("HOST") ?? (onPlatform ? undefined : "127.0.0.1");
  const config: BridgeConfig = {
    port: reader.integer("PORT", 8000, 0, 65_535),
    ...given("host", host),
    ...given("region", reader.token("BRIDGE_REGION")),
    upstream: {
      url,
      auth: reader.choice("UPSTREAM_AUTH", ["header", "subprotocol"]),
      ...given("apiKey", reader.apiKey(url)),
    },
    session: readSession(reader),
    access: readAccess(reader, host),
    limits: readLimits((...args) => reader.integer(...args)),
    policy: reader.choice("BRIDGE_POLICY", ["default", "open"]),
    probe: reader.choice("BRIDGE_PROBE", ["1", "0"]) === "1",
    // As the runtime reads it.
    telemetry: reader.text("OTEL_DENO") === "true",
    clientSecrets: reader.choice("BRIDGE_CLIENT_SECRETS", ["0", "1"]) === "1",
    page: reader.choice("BRIDGE_PAGE", ["1", "0"]) === "1",
  };
  const problems = [...reader.problems, ...unknownVariables(environment, reader.known)];
  if (problems.length > 0) throw new UsageError(problems);
  return config;
}

/** Reads variables, and collects what is wrong with them. */
export class EnvReader {
  readonly problems: Problem[] = [];
  /** The names that were asked for. */
  readonly known = new Set<string>();
  readonly #env: (name: string) => string | undefined;

  constructor(env: (name: string) => string | undefined) {
    this.#env = env;
  }

  text(name: string): string | undefined {
    this.known.add(name);
    return this.#env(name) || undefined;
  }

  integer(name: string, fallback: number, min: number, max: number): number {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    this.problem(name, `'${text}' is not a whole number from ${min} to ${max}`, `try ${fallback}`);
    return fallback;
  }

  /** One of `names`; the first of them where nothing is said. */
  choice<T extends string>(name: string, names: readonly [T, ...T[]]): T {
    const text = this.text(name) ?? names[0];
    const known = names.find((known) => known === text);
    if (known === undefined) {
      this.problem(name, `'${text}' is not known`, `write ${names.join(" or ")}`);
    }
    return known ?? names[0];
  }

  /** Text that a header or a subprotocol can carry. */
  token(name: string): string | undefined {
    const text = this.text(name);
    if (text !== undefined && !TOKEN.test(text)) {
      this.problem(name, "holds a space or another character that no header takes", "remove it");
    }
    return text;
  }

  /** The URL to dial; the model is added unless the URL says itself what it is about. */
  upstreamUrl(): string {
    const url = URL.parse(this.text("UPSTREAM_URL") ?? OPENAI_URL);
    if (!url || !/^wss?:$/.test(url.protocol) || url.hash) {
      this.problem("UPSTREAM_URL", "is not a WebSocket URL", `write one like ${OPENAI_URL}`);
      return "";
    }
    const named = ["model", "call_id", "intent"].some((name) => url.searchParams.has(name));
    if (!named) url.searchParams.set("model", this.text("OPENAI_MODEL") ?? DEFAULT_MODEL);
    return url.href;
  }

  /** The key, which the service at its own address never does without. */
  apiKey(upstreamUrl: string): string | undefined {
    const key = this.token("OPENAI_API_KEY");
    if (key !== undefined && isInClear(upstreamUrl)) {
      const rule = "would send OPENAI_API_KEY to another machine unencrypted";
      this.problem("UPSTREAM_URL", rule, "write wss://, or unset the key if none is needed there");
    }
    if (key !== undefined && key.length < KEY_LENGTH) {
      const rule =
        `must have ${KEY_LENGTH} characters or more: a shorter one occurs in audio by chance`;
      this.problem("OPENAI_API_KEY", rule, "write the whole key, or a longer one for a mock");
    }
    if (key === undefined && upstreamUrl.startsWith(OPENAI_URL)) {
      const remedy = "export it, or set UPSTREAM_URL to a service that needs none";
      this.problem("OPENAI_API_KEY", "api.openai.com needs a key", remedy);
    }
    if (key !== undefined && this.text("NODE_DEBUG") !== undefined) {
      this.problem("NODE_DEBUG", "makes the runtime write the API key to its log", "unset it");
    }
    return key;
  }

  problem(field: string, rule: string, remedy: string): void {
    this.problems.push({ field, rule, remedy });
  }
}

/** Whether what is sent to a URL can be read on its way. */
function isInClear(url: string): boolean {
  const { protocol, hostname } = URL.parse(url) ?? {};
  return protocol === "ws:" && !isLoopback(hostname ?? "");
}
