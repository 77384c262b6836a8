import type { Pcm } from "../audio/wav.ts";
import { AudioTape } from "./audio_tape.ts";
import { type AudioCoding, codingOf } from "./audio_coding.ts";
import { SampleReader } from "./sample_reader.ts";
import { TurnDetector, type TurnEdge } from "./turn_detection.ts";
import type { WireAudioFormat, WireTurnDetection } from "./wire.ts";

/** How much audio is kept to be transcribed. Longer turns lose their beginning. */
const KEPT_OF_TURN_MS = 60_000;
/** Where nobody speaks, only so much more than the padding of a turn that may begin. */
const KEPT_OF_SILENCE_MS = 2000;

/** The input audio buffer: how much is held, where it stands in the session, who speaks in it. */
export class InputAudio {
  #coding: AudioCoding;
  #reader: SampleReader;
  #tape: AudioTape;
  /** Samples of the present format, and where the first of them stands. */
  #samples = 0;
  #originMs = 0;
  #heldFromMs = 0;
  #detector: TurnDetector | undefined;

  constructor(format: WireAudioFormat) {
    this.#coding = codingOf(format);
    this.#reader = new SampleReader(this.#coding);
    this.#tape = new AudioTape(this.#coding.sampleRateHz, 0);
  }

  /** How much audio the session has taken, in ms: "now" on its audio time line. */
  get nowMs(): number {
    return this.#originMs + this.#samples * 1000 / this.#coding.sampleRateHz;
  }

  /** Where the audio begins that is neither committed nor cleared. */
  get heldFromMs(): number {
    return this.#heldFromMs;
  }

  /** Another format holds for what is appended from now on. What came before is no longer readable. */
  setFormat(format: WireAudioFormat): void {
    const coding = codingOf(format);
    if (coding === this.#coding) return;
    this.#originMs = this.nowMs;
    this.#samples = 0;
    this.#coding = coding;
    this.#reader = new SampleReader(coding);
    this.#tape = new AudioTape(coding.sampleRateHz, this.#originMs);
    this.#detector?.resume(coding.sampleRateHz, this.#originMs);
  }

  /** @param settings `null` turns detection off: push-to-talk. */
  detectTurns(settings: WireTurnDetection | null): void {
    if (settings && this.#detector) this.#detector.configure(settings);
    else {
      this.#detector = settings
        ? new TurnDetector(settings, this.#coding.sampleRateHz, this.nowMs)
        : undefined;
    }
  }

  append(bytes: Uint8Array): TurnEdge[] {
    const samples = this.#reader.read(bytes);
    // Not after the append: its turns are read from the tape when their edges have been told.
    this.#tape.trim(this.nowMs - this.#keptMs);
    this.#tape.write(samples);
    this.#samples += samples.length;
    return this.#detector?.push(samples) ?? [];
  }

  /** The audio between two times, as far as it is kept; good until the next append. */
  read(fromMs: number, toMs: number): Pcm {
    return this.#tape.read(fromMs, toMs);
  }

  /** Takes out a turn that the detector has found; what came after it stays. */
  takeTurn(audioEndMs: number): void {
    this.#heldFromMs = audioEndMs;
  }

  /** Takes out all audio, because the client committed or cleared it; a begun turn is forgotten. */
  takeAll(): void {
    this.#heldFromMs = this.nowMs;
    this.#detector?.forgetTurn();
  }

  get #keptMs(): number {
    if (!this.#detector || this.#detector.speaking) return KEPT_OF_TURN_MS;
    return Math.min(this.#detector.paddingMs + KEPT_OF_SILENCE_MS, KEPT_OF_TURN_MS);
  }
}
