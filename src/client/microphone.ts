import type { Paced, Pacer } from "./pacer.ts";

/** A generator that is this far behind cannot take what it was asked to. */
const HOPELESS_MS = 1000;

/** Frames of a turn, at first. */
const ROOM_FOR = 256;

/**
 * An open microphone: one frame in each period of the pacer, speech where there is some and the room's
 * tone elsewhere; without any tone of the room it sends speech alone. Frame i holds the sound from
 * start + i·frameMs to start + (i+1)·frameMs and is due at its end, when its last sample has been
 * captured. Due times are absolute, so lateness never adds up.
 */
export class Microphone implements Paced {
  #startMs = 0;
  #next = 0;
  #speech: readonly string[] = [];
  #speechFrom = 0;
  #lateness = new Float64Array(ROOM_FOR);
  #sent = 0;
  #awaited: { readonly frames: number; readonly resolve: () => void } | undefined;

  constructor(
    readonly pacer: Pacer,
    readonly room: readonly string[],
    readonly write: (frame: string) => void,
    /** Called when a frame is so late that the microphone gives up: it would never catch up. */
    readonly onOverload: () => void = () => {},
  ) {}

  start(): void {
    this.#startMs = this.pacer.nextStartMs();
    this.pacer.join(this);
  }

  stop(): void {
    this.pacer.leave(this);
  }

  /**
   * Speaks `frames` from the next frame on, instead of what is left of earlier ones.
   *
   * @returns the capture time of the first sample.
   */
  speak(frames: readonly string[]): number {
    this.#speech = frames;
    this.#speechFrom = this.#next;
    return this.#startMs + this.#next * this.pacer.frameMs;
  }

  /** Resolves when all sound that is captured until `atMs` has been sent. */
  sent(atMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    // Whole frames are no sums of whole numbers: a hair's breadth is no further frame.
    const frames = Math.ceil((atMs - this.#startMs) / this.pacer.frameMs - 1e-6);
    this.#awaited = { frames, resolve };
    return promise;
  }

  /** Leaves out what is left of the speech. */
  mute(): void {
    this.#speech = [];
  }

  /**
   * How late (due → written, ms) each frame since the last call was. The last figure may be that of
   * a frame that is due and not yet written: after a hold-up, what was received is read before it.
   */
  takeLateness(): Float64Array {
    const overdueMs = this.#frame === undefined ? 0 : this.pacer.clock.now() - this.dueMs;
    if (overdueMs > 0) this.#note(overdueMs);
    const lateness = this.#lateness.slice(0, this.#sent);
    this.#sent = 0;
    return lateness;
  }

  /** The next one; `undefined` where nobody speaks and the room is not heard. */
  get #frame(): string | undefined {
    return this.#speech[this.#next - this.#speechFrom] ?? this.room[this.#next % this.room.length];
  }

  get dueMs(): number {
    return this.#startMs + (this.#next + 1) * this.pacer.frameMs;
  }

  send(): void {
    const dueMs = this.dueMs;
    const frame = this.#frame;
    if (frame !== undefined) this.write(frame);
    const latenessMs = this.pacer.clock.now() - dueMs;
    if (frame !== undefined) this.#note(latenessMs);
    if (latenessMs > HOPELESS_MS) {
      this.stop();
      return this.onOverload();
    }
    this.#next++;
    if (this.#next >= (this.#awaited?.frames ?? Infinity)) this.#awaited?.resolve();
  }

  #note(latenessMs: number): void {
    if (this.#sent === this.#lateness.length) {
      const longer = new Float64Array(2 * this.#sent);
      longer.set(this.#lateness);
      this.#lateness = longer;
    }
    this.#lateness[this.#sent++] = latenessMs;
  }
}
