import type { Cancel, Clock } from "../time/clock.ts";

/** A generator that is this far behind cannot take what it was asked to. */
const HOPELESS_MS = 1000;

/**
 * An open microphone: one frame each `frameMs`, speech where there is some and the room's tone
 * elsewhere. Frame i holds the sound from start + i·frameMs to start + (i+1)·frameMs and is due at
 * its end, when its last sample has been captured. Due times are absolute, so lateness never adds up.
 */
export class Microphone {
  #startMs = 0;
  #next = 0;
  #speech: readonly string[] = [];
  #speechFrom = 0;
  #lateness: number[] = [];
  #cancel: Cancel = () => {};

  constructor(
    readonly clock: Clock,
    readonly frameMs: number,
    readonly room: readonly string[],
    readonly write: (frame: string) => void,
    /** Called when a frame is so late that the microphone gives up: it would never catch up. */
    readonly onOverload: () => void = () => {},
  ) {}

  start(): void {
    this.#startMs = this.clock.now();
    this.#arm();
  }

  stop(): void {
    this.#cancel();
  }

  /**
   * Speaks `frames` from the next frame on, instead of what is left of earlier ones.
   *
   * @returns the capture time of the first sample.
   */
  speak(frames: readonly string[]): number {
    this.#speech = frames;
    this.#speechFrom = this.#next;
    return this.#startMs + this.#next * this.frameMs;
  }

  /**
   * How late (due → written, ms) each frame since the last call was. The last figure may be that of
   * a frame that is due and not yet written: after a hold-up, what was received is read before it.
   */
  takeLateness(): Float64Array {
    const overdueMs = this.clock.now() - this.#dueMs;
    const lateness = Float64Array.from(
      overdueMs > 0 ? [...this.#lateness, overdueMs] : this.#lateness,
    );
    this.#lateness = [];
    return lateness;
  }

  get #dueMs(): number {
    return this.#startMs + (this.#next + 1) * this.frameMs;
  }

  #arm(): void {
    this.#cancel = this.clock.at(this.#dueMs, () => this.#send());
  }

  #send(): void {
    const dueMs = this.#dueMs;
    this.write(
      this.#speech[this.#next - this.#speechFrom] ?? this.room[this.#next % this.room.length]!,
    );
    const latenessMs = this.clock.now() - dueMs;
    this.#lateness.push(latenessMs);
    if (latenessMs > HOPELESS_MS) return this.onOverload();
    this.#next++;
    this.#arm();
  }
}
