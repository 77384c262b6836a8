/**
 * The address of a caller behind `trustedProxies` proxies, each of which appends the address it was
 * called from to `X-Forwarded-For`; what stands before those entries is the caller's own claim.
 */
export function clientAddress(
  headers: Headers,
  peerAddress: string,
  trustedProxies: number,
): string {
  if (trustedProxies === 0) return peerAddress;
  const entries = (headers.get("x-forwarded-for") ?? "").split(",").map((entry) => entry.trim());
  return entries.at(-trustedProxies) || peerAddress;
}
