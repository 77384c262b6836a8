/**
 * Takes the ticket out of the page's address (`#ticket=…`), which no server or proxy sees, and removes
 * it there: it should not be kept in a history or shared with the address.
 *
 * @param {Location} location
 * @param {History} history
 * @returns {string | undefined}
 */
export function takeTicket(location, history) {
  const ticket = new URLSearchParams(location.hash.slice(1)).get("ticket");
  if (ticket === null) return undefined;
  history.replaceState(null, "", location.pathname + location.search);
  return ticket;
}
