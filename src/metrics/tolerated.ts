/** Beyond this share of late, lost or failed ones the figures no longer speak for the plan. */
const TOLERATED_SHARE = 0.02;

/** Whether `count` of `all` are more than a valid run may have. */
export function isTooMany(count: number, all: number): boolean {
  return count > TOLERATED_SHARE * all;
}
