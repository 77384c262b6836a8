/** Long enough for the slowest dial, short enough that a log with tickets in it opens nothing. */
const LIFETIME_S = 60;
/** The bench's own users are all named so: it alone, or with what tells one client from another. */
export const BENCH_USER = "ttfa-bench";

/** `url` with a fresh ticket for `user`: a JWT signed with HS256, valid for one dial. */
export async function withTicket(
  url: string,
  { secret, user }: { readonly secret: string; readonly user: string },
  wallMs: number,
): Promise<string> {
  const { SignJWT } = await import("jose");
  const ticket = await new SignJWT({})
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(user)
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
