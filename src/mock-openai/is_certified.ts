/** The names in the development certificate. */
const NAMES = ["localhost", "127.0.0.1", "::1"];
/** Who listens everywhere can be reached by those names, too. */
const EVERYWHERE = ["0.0.0.0", "::"];

/** Whether clients of a server at this address can find the development certificate good. */
export function isCertified(host: string): boolean {
  return NAMES.includes(host) || EVERYWHERE.includes(host);
}
