/**
 * A thread that does nothing but sleep, for {@linkcode FineTimer}: `Atomics.wait` is right to less than
 * 0.1 ms where native timers count whole ones. Its data is the memory that they share. Says `awake` when it is.
 */
import { parentPort, workerData } from "node:worker_threads";
import { type Bell, ORDERS, RINGS } from "./bell.ts";

const { cells, leftMs } = workerData as Bell;

parentPort!.postMessage("awake");

/** A new order ends the sleep for the one before. */
for (let order = 0;;) {
  Atomics.wait(cells, ORDERS, order);
  order = Atomics.load(cells, ORDERS);
  if (Atomics.wait(cells, ORDERS, order, leftMs[0]) !== "timed-out") continue;
  Atomics.add(cells, RINGS, 1);
  Atomics.notify(cells, RINGS);
}
