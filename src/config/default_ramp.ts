/** A connect takes the clients' thread 0.5 ms and the target more: frames of others leave on time beside it. */
const STARTS_PER_S = 100;
const LEAST_MS = 1000;

/** How long the starts of so many clients are spread over where nobody says, in ms. */
export function defaultRampMs(clients: number): number {
  return Math.max(LEAST_MS, 1000 * clients / STARTS_PER_S);
}
