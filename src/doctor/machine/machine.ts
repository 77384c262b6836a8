import { type Clock, sleepUntil } from "../../time/clock.ts";
import { readSystemFile } from "../../run/system_file.ts";

/** How long the wake-ups of a thread are watched, and how often it is woken. */
const WATCH_MS = 2_000;
const EVERY_MS = 5;

/** How late each wake-up was, and how far the wall clock moved against the monotonic one meanwhile. */
export interface Watched {
  readonly latenessMs: readonly number[];
  readonly wallShiftMs: number;
}

/** This machine, as the checks find it. */
export class Machine {
  #watched: Promise<Watched> | undefined;

  constructor(
    readonly clock: Clock,
    /** How many are to run here. */
    readonly clients: number,
    readonly cores: number = navigator.hardwareConcurrency,
    /** The text of a file of the system; `undefined` where there is none, or it may not be read. */
    readonly readFile: (path: string) => Promise<string | undefined> = readSystemFile,
  ) {}

  /** Two seconds of a thread that has nothing to do but to wake up. Done once, for all who ask. */
  watch(): Promise<Watched> {
    return this.#watched ??= this.#watch();
  }

  async #watch(): Promise<Watched> {
    const { clock } = this;
    const startMs = clock.now();
    const wallAheadMs = clock.wallMs() - startMs;
    const latenessMs: number[] = [];
    for (let dueMs = startMs + EVERY_MS; dueMs <= startMs + WATCH_MS; dueMs += EVERY_MS) {
      await sleepUntil(clock, dueMs);
      latenessMs.push(clock.now() - dueMs);
    }
    return { latenessMs, wallShiftMs: clock.wallMs() - clock.now() - wallAheadMs };
  }
}
