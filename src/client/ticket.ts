/** Long enough for the slowest dial, short enough that a log with tickets in it opens nothing. */
const LIFETIME_S = 60;
const USER = "ttfa-bench";

/** `url` with a fresh ticket for the bench's own user: a JWT signed with HS256, valid for one dial. */
export async function withTicket(url: string, secret: string, wallMs: number): Promise<string> {
  const { SignJWT } = await import("jose");
  const ticket = await new SignJWT({})
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(USER)
    .setJti(crypto.randomUUID())
    .setExpirationTime(Math.floor(wallMs / 1000) + LIFETIME_S)
    .sign(new TextEncoder().encode(secret));
  return withQuery(url, "ticket", ticket);
}

/** `url` with this value in its query, in the stead of any other of the name. */
export function withQuery(url: string, name: string, value: string): string {
  const changed = new URL(url);
  changed.searchParams.set(name, value);
  return changed.href;
}
