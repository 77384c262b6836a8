import { rmsDbfs } from "../audio/level.ts";
import { SpeechStretch } from "./turn_end.ts";
import type { WireTurnDetection } from "./wire.ts";

/** A change of who speaks, in ms on the session's audio time line (0 = first appended sample). */
export type TurnEdge =
  | { readonly kind: "started"; readonly audioStartMs: number }
  | { readonly kind: "stopped"; readonly audioEndMs: number };

const WINDOW_MS = 20;
/** So many loud windows in a row start a turn: a click is shorter. */
const WINDOWS_TO_START = 3;
/** Quiet that parts two stretches of speech within a turn. */
const PAUSE_MS = 200;
/** `semantic_vad` has neither field: it hears as `server_vad` does by default. */
const DEFAULT_THRESHOLD = 0.5;
const DEFAULT_PADDING_MS = 300;

/** RMS level that counts as loud: −65 dBFS at threshold 0, −45 at 0.5, −25 at 1. */
export function thresholdDbfs(threshold: number): number {
  return -65 + 40 * threshold;
}

/**
 * Finds turns by energy in mono samples. Pure: the same stream gives the same edges, however it is
 * cut into pieces.
 */
export class TurnDetector {
  #settings: WireTurnDetection;
  #window: Int16Array;
  #filled = 0;
  /** End of the window judged last. */
  #nowMs: number;
  #loudRun = 0;
  #quietRun = 0;
  #speaking = false;
  #stretch = new SpeechStretch(WINDOW_MS);

  /** @param originMs where the first pushed sample stands on the session's audio time line. */
  constructor(settings: WireTurnDetection, sampleRateHz: number, originMs = 0) {
    this.#settings = settings;
    this.#window = newWindow(sampleRateHz);
    this.#nowMs = originMs;
  }

  get speaking(): boolean {
    return this.#speaking;
  }

  /** How much audio before its first loud window belongs to a turn. */
  get paddingMs(): number {
    const settings = this.#settings;
    return settings.type === "server_vad" ? settings.prefix_padding_ms : DEFAULT_PADDING_MS;
  }

  /** New settings hold from the next window on. */
  configure(settings: WireTurnDetection): void {
    this.#settings = settings;
  }

  /** From now on samples come at this rate; the next one stands at `originMs`. */
  resume(sampleRateHz: number, originMs: number): void {
    this.#window = newWindow(sampleRateHz);
    this.#filled = 0;
    this.#nowMs = originMs;
  }

  /** Forgets a turn that has begun: its audio was taken away. */
  forgetTurn(): void {
    this.#speaking = false;
    this.#loudRun = 0;
    this.#quietRun = 0;
    this.#stretch = new SpeechStretch(WINDOW_MS);
  }

  push(samples: Int16Array): TurnEdge[] {
    const edges: TurnEdge[] = [];
    for (let offset = 0; offset < samples.length;) {
      const piece = samples.subarray(offset, offset + this.#window.length - this.#filled);
      this.#window.set(piece, this.#filled);
      this.#filled += piece.length;
      offset += piece.length;
      if (this.#filled < this.#window.length) break;
      this.#filled = 0;
      const edge = this.#judgeWindow();
      if (edge) edges.push(edge);
    }
    return edges;
  }

  #judgeWindow(): TurnEdge | undefined {
    this.#nowMs += WINDOW_MS;
    const levelDbfs = rmsDbfs(this.#window);
    if (levelDbfs >= thresholdDbfs(this.#threshold)) this.#hearLoud(levelDbfs);
    else this.#hearQuiet();
    return this.#speaking ? this.#stop() : this.#start();
  }

  #hearLoud(levelDbfs: number): void {
    if (this.#quietRun * WINDOW_MS >= PAUSE_MS) this.#stretch = new SpeechStretch(WINDOW_MS);
    this.#stretch.addLoudWindow(levelDbfs);
    this.#loudRun++;
    this.#quietRun = 0;
  }

  #hearQuiet(): void {
    this.#loudRun = 0;
    this.#quietRun++;
  }

  #start(): TurnEdge | undefined {
    if (this.#loudRun < WINDOWS_TO_START) return undefined;
    this.#speaking = true;
    const speechMs = this.#nowMs - this.#loudRun * WINDOW_MS;
    return { kind: "started", audioStartMs: Math.round(Math.max(0, speechMs - this.paddingMs)) };
  }

  #stop(): TurnEdge | undefined {
    const quietMs = this.#quietRun * WINDOW_MS;
    if (quietMs === 0 || quietMs < this.#silenceMs) return undefined;
    this.#speaking = false;
    return { kind: "stopped", audioEndMs: Math.round(this.#nowMs) };
  }

  get #threshold(): number {
    return this.#settings.type === "server_vad" ? this.#settings.threshold : DEFAULT_THRESHOLD;
  }

  /** The silence that ends the turn that is being spoken. */
  get #silenceMs(): number {
    return this.#settings.type === "server_vad"
      ? this.#settings.silence_duration_ms
      : this.#stretch.silenceMs(this.#settings.eagerness);
  }
}

function newWindow(sampleRateHz: number): Int16Array {
  return new Int16Array(sampleRateHz * WINDOW_MS / 1000);
}
