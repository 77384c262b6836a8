/** What one worker was seen to send on time: 100 clients with frames of 20 ms (docs/load.md). */
const FRAMES_PER_S = 5_000;

/** Beyond it a thread hears so late that one more is worth the recording's core: 200 clients. */
const CROWDED_FRAMES_PER_S = 10_000;

/** How many threads so many clients take, each with a core of its own. */
export function threadsFor(clients: number, frameMs: number): number {
  return Math.ceil(clients * 1000 / frameMs / FRAMES_PER_S);
}

/** How many threads keep all of them from being crowded. */
export function leastThreadsFor(clients: number, frameMs: number): number {
  return Math.ceil(clients * 1000 / frameMs / CROWDED_FRAMES_PER_S);
}
