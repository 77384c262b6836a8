import type { EnvReader } from "./config.ts";
import { hostOf, isLoopback } from "./loopback.ts";

/** Who may connect and how much, plain data. */
export interface AccessConfig {
  /** Anybody may connect. */
  readonly openAccess: boolean;
  /** Web pages that may connect, as the `Origin` header names them: `https://app.example`. */
  readonly origins: readonly string[];
  /** HMAC secret of the tickets; where set, nobody connects without one. */
  readonly ticketSecret?: string;
  /** Opens `GET /usage`. */
  readonly adminToken?: string;
  /** How many proxies stand before the bridge; each adds an entry to `X-Forwarded-For`. */
  readonly trustedProxies: number;
  /** Deno KV for usage: a path or URL, or empty for the platform's own. Undefined: memory. */
  readonly usageKv?: string;
  readonly limits: PeopleLimits;
}

/** Undefined: no limit. */
export interface PeopleLimits {
  readonly sessionsPerUser?: number;
  readonly sessionsPerAddress?: number;
  readonly minutesPerUserDay?: number;
}

/** Nothing set: callers of this machine alone, see `gate.ts`. */
export const LOCAL_ACCESS: AccessConfig = {
  openAccess: false,
  origins: [],
  trustedProxies: 0,
  limits: {},
};

/** RFC 7518 §3.2: an HMAC key is at least as long as the hash. */
const MIN_SECRET_LENGTH = 32;
const OPEN = "BRIDGE_OPEN_ACCESS";
const SECRET = "BRIDGE_TICKET_SECRET";
const ADMIN = "BRIDGE_ADMIN_TOKEN";
const ORIGINS = "BRIDGE_ALLOWED_ORIGINS";

/** Reads who may connect. `host` is where the bridge listens, undefined for any address. */
export function readAccess(reader: EnvReader, host: string | undefined): AccessConfig {
  const ticketSecret = readSecret(reader, SECRET);
  const adminToken = readSecret(reader, ADMIN);
  if (adminToken !== undefined && adminToken === ticketSecret) {
    const rule = `is the same as ${SECRET}, which whoever mints tickets knows`;
    reader.problem(ADMIN, rule, "make another with: openssl rand -hex 32");
  }
  const usageKv = reader.text("BRIDGE_USAGE_KV") ?? (reader.text("DENO_DEPLOY") && "");
  const access: AccessConfig = {
    openAccess: reader.choice(OPEN, ["0", "1"]) === "1",
    origins: readOrigins(reader),
    trustedProxies: reader.integer("BRIDGE_TRUSTED_PROXIES", 0, 0, 10),
    ...(ticketSecret !== undefined && { ticketSecret }),
    ...(adminToken !== undefined && { adminToken }),
    ...(usageKv !== undefined && { usageKv }),
    limits: readLimits(reader, ticketSecret !== undefined),
  };
  checkGate(reader, access, host);
  return access;
}

/** Whether it is said who may connect. If not, only callers of this machine may. */
export function isGuarded({ openAccess, origins, ticketSecret }: AccessConfig): boolean {
  return openAccess || origins.length > 0 || ticketSecret !== undefined;
}

/** What the operator must know at the start, or undefined. */
export function accessNotice(access: AccessConfig): string | undefined {
  if (access.openAccess) {
    return `WARNING: open access (${OPEN}=1): whoever reaches this bridge spends your API key`;
  }
  if (isGuarded(access)) return undefined;
  return `open to callers on this machine, and to all whom a proxy on it lets in that does not ` +
    `show itself; for others than yourself set ${SECRET}, ${ORIGINS} or ${OPEN}=1`;
}

function checkGate(reader: EnvReader, access: AccessConfig, host: string | undefined): void {
  if (access.openAccess && (access.ticketSecret !== undefined || access.origins.length > 0)) {
    const rule = `contradicts ${access.ticketSecret === undefined ? ORIGINS : SECRET}`;
    reader.problem(OPEN, rule, "set one of them");
  }
  if (isGuarded(access) || (host !== undefined && isLoopback(host))) return;
  reader.problem(
    SECRET,
    "is not set, and nothing else says who may connect",
    `set it to admit bearers of a ticket, or ${ORIGINS} to admit the pages of these sites, ` +
      `or ${OPEN}=1 to admit anybody; with HOST=127.0.0.1 callers of this machine need none`,
  );
}

function readSecret(reader: EnvReader, name: string): string | undefined {
  const secret = reader.text(name);
  // Blanks at its ends are a slip of the hand, and blanks alone no secret.
  if (secret !== undefined && secret.trim().length < MIN_SECRET_LENGTH) {
    const rule = `is shorter than ${MIN_SECRET_LENGTH} characters`;
    reader.problem(name, rule, "make one with: openssl rand -hex 32");
  }
  return secret;
}

function readOrigins(reader: EnvReader): string[] {
  const given = (reader.text(ORIGINS) ?? "").split(",").map((origin) => origin.trim());
  return given.filter((origin) => origin !== "").map((text) => {
    const origin = hostOf(text) === undefined ? undefined : new URL(text).origin;
    if (text.includes("*")) {
      const remedy = "write each one out: https://a.app.example,https://b.app.example";
      reader.problem(ORIGINS, `'${text}' is a pattern, which would match no page`, remedy);
    } else if (origin === undefined || (text !== origin && text !== `${origin}/`)) {
      reader.problem(ORIGINS, `'${text}' is not an origin`, "write it like https://app.example");
    }
    return origin ?? text;
  });
}

function readLimits(reader: EnvReader, hasUsers: boolean): PeopleLimits {
  const limit = (name: string, needsUsers: boolean) => {
    if (reader.text(name) === undefined) return undefined;
    if (needsUsers && !hasUsers) {
      reader.problem(name, "needs users, whom only tickets name", `set ${SECRET} too`);
    }
    return reader.integer(name, 10, 1, 1_000_000);
  };
  const limits = {
    sessionsPerUser: limit("BRIDGE_MAX_SESSIONS_PER_USER", true),
    sessionsPerAddress: limit("BRIDGE_MAX_SESSIONS_PER_ADDRESS", false),
    minutesPerUserDay: limit("BRIDGE_MAX_MINUTES_PER_USER_DAY", true),
  };
  return Object.fromEntries(
    Object.entries(limits).filter(([, value]) => value !== undefined),
  );
}
