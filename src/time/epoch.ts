/** Ms since the epoch on the monotonic clock: one scale for all threads of a process, whatever their origin. */
export function epochMs(): number {
  return performance.timeOrigin + performance.now();
}
