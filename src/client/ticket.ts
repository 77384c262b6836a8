/** Long enough for the slowest dial, short enough that a log with tickets in it opens nothing. */
const LIFETIME_S = 60;
/** The bench's own users are all named so: it alone, or with what tells one client from another. */
export const BENCH_USER = "ttfa-bench";

/** A fresh ticket for `user`: a JWT signed with HS256, valid for one dial. */
export async function mintTicket(
  { secret, user }: { readonly secret: string; readonly user: string },
  wallMs: number,
): Promise<string> {
  const { SignJWT } = await import("jose");
  return await new SignJWT({})
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(user)
    .setJti(crypto.randomUUID())
    .setExpirationTime(Math.floor(wallMs / 1000) + LIFETIME_S)
    .sign(new TextEncoder().encode(secret));
}
