/** Decimals to try, and the printed value below which they suit. */
const STEPS = [[2, 10], [1, 100]] as const;

/**
 * Milliseconds for people: three digits below 1000 and at most two decimals (0.42, 12.3, 812), whole
 * ones above (1234). Judged by the printed form, so that 9.996 is 10.0 and never 10.00. What was not
 * measured is a dash.
 */
export function formatMs(ms: number | undefined): string {
  if (ms === undefined) return "–";
  for (const [decimals, limit] of STEPS) {
    const text = ms.toFixed(decimals);
    if (Number(text) < limit) return text;
  }
  return ms.toFixed(0);
}

/** A duration for people: `7 s`, `3 min 5 s`, `2 h 0 min`. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
}

/** `1 turn`, `30 turns`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
