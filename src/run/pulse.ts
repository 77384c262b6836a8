/** A thread that is alive beats this often. */
export const BEAT_MS = 500;

/**
 * Listens whether another thread still beats, from its first beat on. It counts its own looks and not
 * the time: while this thread is held up it hears nobody, and says nothing of the other.
 */
export class Pulse implements Disposable {
  #missed = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param onSilence is called once, when nothing was heard for so long. */
  constructor(
    readonly limitMs: number,
    readonly onSilence: () => void,
    readonly beatMs: number = BEAT_MS,
  ) {}

  /** Anything that was heard. */
  beat(): void {
    this.#missed = 0;
    this.#timer ??= setInterval(() => this.#look(), this.beatMs);
  }

  /** For how long nothing was heard. */
  get silentMs(): number {
    return this.#missed * this.beatMs;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    this.#missed++;
    if (this.silentMs < this.limitMs) return;
    clearInterval(this.#timer);
    this.onSilence();
  }
}
