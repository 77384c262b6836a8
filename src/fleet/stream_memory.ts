import { FleetError } from "./fleet_error.ts";
import { STREAM } from "./subjects.ts";

/** A server that has just begun may not know its streams yet: so often in a row, and it has none. */
const MISSES = 4;

/** Knows a stream again: one that was made anew has nothing of what the one before it kept. */
export class StreamMemory {
  #created: string | undefined;
  #misses = 0;

  /**
   * @param created when the stream that is there was made; `undefined` where there is none
   * @returns whether it can be read
   * @throws {FleetError} where it is not the one that was seen first
   */
  isThere(created: string | undefined): boolean {
    this.#misses = created === undefined ? this.#misses + 1 : 0;
    this.#created ??= created;
    if (this.#misses < MISSES && (created === undefined || created === this.#created)) {
      return created !== undefined;
    }
    throw new FleetError(
      `NATS has lost its stream ${STREAM}, and with it all that it kept of this run: was its store ` +
        "emptied, or the stream deleted? Begin the run anew",
    );
  }
}
