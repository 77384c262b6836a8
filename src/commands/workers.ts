import type { BenchConfig } from "../config/bench_config.ts";
import { peakClients } from "../config/load.ts";
import type { Plan } from "../plan/plan.ts";
import { leastThreadsFor, threadsFor } from "../run/threads.ts";

/** This process's main thread: it records and reports. */
const OWN_THREADS = 1;

/**
 * How many workers the clients are spread over. `auto`: one for each 5,000 frames a second, but no
 * more than the cores that the recording and the embedded mock and bridges leave: a worker without a
 * core of its own makes all of them late. Where each would have over 10,000 frames a second that is the
 * lesser evil, and one takes the recording's core. Never more than there are clients.
 */
export function workersOf(
  { workers, regions, frameMs }: BenchConfig,
  plan: Plan,
  cores = navigator.hardwareConcurrency,
): number {
  const clients = peakClients(plan.load) * regions.length;
  const embedded = regions.filter(({ target }) => target.kind === "local").length;
  return workersFor(workers, clients, frameMs, cores - (embedded > 0 ? 1 + embedded : 0));
}

/** The same for so many clients, where nothing is embedded. */
export function workersFor(
  workers: number | "auto",
  clients: number,
  frameMs: number,
  cores = navigator.hardwareConcurrency,
): number {
  if (workers !== "auto") return Math.min(workers, clients);
  const least = Math.min(leastThreadsFor(clients, frameMs), cores);
  return Math.max(1, least, Math.min(threadsFor(clients, frameMs), cores - OWN_THREADS));
}
