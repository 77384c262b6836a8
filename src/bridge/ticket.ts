/** What a valid ticket says. */
export interface Ticket {
  readonly user: string;
  readonly id: string;
  /** Seconds since the Unix epoch. */
  readonly expiresAtS: number;
  /** How many sessions it opens. */
  readonly uses: number;
  /** How long a session may last. */
  readonly maxMinutes?: number;
}

/** A ticket is written for one connection about to be made: nothing longer is believed. */
export const MAX_LIFETIME_S = 3600;
/** RFC 7519 §4.1.3: who is not named in an `aud` must refuse it. */
const AUDIENCE = "ttfa-bridge";
const MAX_TEXT_LENGTH = 128;

/**
 * Reads a ticket: a JWT signed with HS256, its claims `sub` (the user), `exp` and `jti`, and where
 * wanted `max_minutes`, `uses` (default 1) and `aud`.
 *
 * @returns the ticket, or why it is refused.
 */
export async function readTicket(
  jwt: string,
  secret: string,
  wallMs: number,
): Promise<Ticket | string> {
  // Not needed by a bridge that takes no tickets, nor before it listens.
  const { jwtVerify } = await import("jose");
  try {
    const { payload } = await jwtVerify(jwt, new TextEncoder().encode(secret), {
      algorithms: ["HS256"],
      requiredClaims: ["sub", "exp", "jti"],
      currentDate: new Date(wallMs),
    });
    return ticketOf(payload, wallMs);
  } catch (error) {
    return fault(Object(error));
  }
}

/** Claims are looked at behind the signature: who is told of them has signed with the secret. */
function fault({ code, claim, reason }: Record<string, unknown>): string {
  if (code === "ERR_JWT_EXPIRED") return "the ticket has expired";
  if (code === "ERR_JOSE_ALG_NOT_ALLOWED") return "the ticket is not signed with HS256";
  if (code !== "ERR_JWT_CLAIM_VALIDATION_FAILED") return "the ticket is not valid";
  if (reason === "missing") return `the ticket has no ${claim}`;
  return reason === "check_failed" && claim === "nbf"
    ? "the ticket is not valid yet"
    : `the ticket's ${claim} is not valid`;
}

/** Loads what reading tickets takes, so that the first caller does not wait for it. */
export function loadTicketReader(): void {
  import("jose").catch(() => {}); // The first ticket reports the error if there is one.
}

function ticketOf(payload: Record<string, unknown>, wallMs: number): Ticket | string {
  const { sub, jti, exp, max_minutes: maxMinutes, uses = 1, aud = AUDIENCE } = payload;
  if (![aud].flat().includes(AUDIENCE)) return "the ticket is for another audience";
  if (!isText(sub) || !isText(jti)) return "the ticket's sub or jti is empty or too long";
  if (!isPositive(exp) || exp > wallMs / 1000 + MAX_LIFETIME_S) {
    return `the ticket is valid for more than ${MAX_LIFETIME_S} s`;
  }
  if (!isPositive(uses)) return "the ticket's uses is not a positive number";
  const ticket = { user: sub, id: jti, expiresAtS: exp, uses };
  if (maxMinutes === undefined) return ticket;
  return isPositive(maxMinutes)
    ? { ...ticket, maxMinutes }
    : "the ticket's max_minutes is not a positive number";
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= MAX_TEXT_LENGTH;
}

function isPositive(value: unknown): value is number {
  return typeof value === "number" && value > 0;
}
