/** `10.0.0.1:5555` or `[::1]:5555`, as some proxies write it, but no IPv6 address without brackets. */
const WITH_PORT = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::\d+)?$/;

/**
 * The address of a caller behind `trustedProxies` proxies, each of which appends the address it was
 * called from to `X-Forwarded-For`; what stands before those entries is the caller's own claim. Without
 * the port, which is another for each connection.
 */
export function clientAddress(
  headers: Headers,
  peerAddress: string,
  trustedProxies: number,
): string {
  if (trustedProxies === 0) return peerAddress;
  const entries = (headers.get("x-forwarded-for") ?? "").split(",").map((entry) => entry.trim());
  const entry = entries.at(-trustedProxies) || peerAddress;
  const [, inBrackets, plain] = WITH_PORT.exec(entry) ?? [];
  return inBrackets ?? plain ?? entry;
}
