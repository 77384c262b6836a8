/**
 * What counts as one caller's address: an IPv4 address, or of an IPv6 address the first 64 bits, of
 * which a household has the rest to itself (RFC 6177). However an address is written, it is one.
 *
 * @returns the group in its canonical form; a text that is no address as it is.
 */
export function addressGroup(address: string): string {
  const bare = address.replace(/%.*$/, "");
  if (!bare.includes(":")) return bare;
  const canonical = URL.parse(`http://[${bare}]`)?.hostname.slice(1, -1);
  if (canonical === undefined) return bare;
  const groups = expanded(canonical);
  const isMapped = groups.slice(0, 5).every((group) => group === "0") && groups[5] === "ffff";
  return isMapped ? dotted(groups.slice(6)) : `${groups.slice(0, 4).join(":")}::/64`;
}

/** The eight groups of an address in which `::` may stand for some. */
function expanded(address: string): string[] {
  const [head = [], tail = []] = address.split("::").map((part) => part.split(":").filter(Boolean));
  const missing = new Array<string>(8 - head.length - tail.length).fill("0");
  return [...head, ...missing, ...tail];
}

function dotted(groups: readonly string[]): string {
  const bytes = groups.map((group) => parseInt(group, 16)).flatMap((n) => [n >> 8, n & 255]);
  return bytes.join(".");
}
