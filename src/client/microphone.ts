import type { Cancel, Clock } from "../time/clock.ts";

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

  /** How late (due → written, ms) each frame since the last call was. */
  takeLateness(): Float64Array {
    const lateness = Float64Array.from(this.#lateness);
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
    this.#lateness.push(this.clock.now() - dueMs);
    this.#next++;
    this.#arm();
  }
}
