import { REALTIME_SAMPLE_RATE } from "../protocol/events.ts";
import { TurnDetector, type TurnEdge, type VadSettings } from "./turn_detection.ts";

export const BYTES_PER_MS = REALTIME_SAMPLE_RATE * 2 / 1000;

/** The input audio buffer: how much is held, where it stands in the session, who speaks in it. */
export class InputAudio {
  #totalBytes = 0;
  #heldFromMs = 0;
  #detector: TurnDetector | undefined;

  /** Audio that is neither committed nor cleared, in ms. */
  get heldMs(): number {
    return this.#nowMs - this.#heldFromMs;
  }

  /** @param settings `null` turns detection off: push-to-talk. */
  detectTurns(settings: VadSettings | null): void {
    if (settings && this.#detector) this.#detector.configure(settings);
    else this.#detector = settings ? new TurnDetector(settings, this.#nowMs) : undefined;
  }

  append(bytes: Uint8Array): TurnEdge[] {
    this.#totalBytes += bytes.length;
    return this.#detector?.push(bytes) ?? [];
  }

  /** Takes out a turn that the detector has found; what came after it stays. */
  takeTurn(audioEndMs: number): void {
    this.#heldFromMs = audioEndMs;
  }

  /** Takes out all audio, because the client committed or cleared it; a begun turn is forgotten. */
  takeAll(): void {
    this.#heldFromMs = this.#nowMs;
    this.#detector?.forgetTurn();
  }

  /** How much audio the session has taken: "now" on its audio time line. */
  get #nowMs(): number {
    return this.#totalBytes / BYTES_PER_MS;
  }
}
