/** Whether a host name or address is this machine's own, whom no other can reach or pretend to be. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?|(::ffff:)127(\.\d{1,3}){3})$/.test(host);
}

/** The host of an `http(s)` origin; undefined where it is none, as the `null` of a sandboxed page. */
export function hostOf(origin: string): string | undefined {
  const url = URL.parse(origin);
  return url && /^https?:$/.test(url.protocol) ? url.hostname : undefined;
}
