/** What is gated: `aa` a bridge against itself, `+Nms` one with so much delay, `slow` one with slow turns. */
export const ROWS = ["aa", "+1ms", "+2ms", "+3ms", "+5ms", "slow"] as const;
export type RowName = typeof ROWS[number];

/** Of a mock that thinks for 20 ms, but for some turns: 2 in 100, and 8. */
export const FEW_SLOW = slowThink(2);
export const MANY_SLOW = slowThink(8);

function slowThink(percent: number): string {
  const quick = 100 - percent;
  return `percentiles(0:20,${quick}:20,${quick + 0.0001}:220,100:220)`;
}
