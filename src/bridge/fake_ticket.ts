import { SignJWT } from "jose";

export const SECRET = "a secret of tests, 32 characters";

/** A ticket for tests: valid, but for what `claims` says. `exp` is in seconds since the epoch. */
export function makeTicket(
  claims: Record<string, unknown> = {},
  secret = SECRET,
  alg = "HS256",
): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + 60;
  return new SignJWT({ sub: "ann", jti: crypto.randomUUID(), exp, ...claims })
    .setProtectedHeader({ alg })
    .sign(new TextEncoder().encode(secret));
}
