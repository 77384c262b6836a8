/** What one worker was seen to send on time: 100 clients with frames of 20 ms (docs/load.md). */
const FRAMES_PER_S = 5_000;

/** What one thread can send at all, with a core of its own: 700 clients. */
const MOST_FRAMES_PER_S = 35_000;

/** How many threads so many clients take, each with a core of its own. */
export function threadsFor(clients: number, frameMs: number): number {
  return Math.ceil(clients * 1000 / frameMs / FRAMES_PER_S);
}

/** With fewer than these some would fall behind for good. */
export function leastThreadsFor(clients: number, frameMs: number): number {
  return Math.ceil(clients * 1000 / frameMs / MOST_FRAMES_PER_S);
}
