import { REALTIME_SAMPLE_RATE, type ServerVad } from "../protocol/events.ts";

export type VadSettings = Pick<
  Required<ServerVad>,
  "threshold" | "prefix_padding_ms" | "silence_duration_ms"
>;

/** A change of who speaks, in ms on the session's audio time line (0 = first appended sample). */
export type TurnEdge =
  | { readonly kind: "started"; readonly audioStartMs: number }
  | { readonly kind: "stopped"; readonly audioEndMs: number };

const WINDOW_MS = 20;
const SAMPLES_PER_WINDOW = REALTIME_SAMPLE_RATE * WINDOW_MS / 1000;
/** So many loud windows in a row start a turn: a click is shorter. */
const WINDOWS_TO_START = 3;

/** RMS level that counts as loud: −65 dBFS at threshold 0, −45 at 0.5, −25 at 1. */
export function thresholdDbfs(threshold: number): number {
  return -65 + 40 * threshold;
}

/**
 * Finds turns by energy in 24 kHz mono PCM16 (little-endian, as this machine is). Pure: the same
 * stream gives the same edges, however it is cut into pieces.
 */
export class TurnDetector {
  #settings: VadSettings;
  readonly #originMs: number;
  readonly #window = new Int16Array(SAMPLES_PER_WINDOW);
  readonly #windowBytes = new Uint8Array(this.#window.buffer);
  #filledBytes = 0;
  #windows = 0;
  #loudRun = 0;
  #quietRun = 0;
  #speaking = false;

  /** @param originMs where the first pushed sample stands on the session's audio time line. */
  constructor(settings: VadSettings, originMs = 0) {
    this.#settings = settings;
    this.#originMs = originMs;
  }

  /** New settings hold from the next window on. */
  configure(settings: VadSettings): void {
    this.#settings = settings;
  }

  /** Forgets a turn that has begun: its audio was taken away. */
  forgetTurn(): void {
    this.#speaking = false;
    this.#loudRun = 0;
    this.#quietRun = 0;
  }

  push(bytes: Uint8Array): TurnEdge[] {
    const edges: TurnEdge[] = [];
    for (let offset = 0; offset < bytes.length;) {
      const piece = bytes.subarray(offset, offset + this.#windowBytes.length - this.#filledBytes);
      this.#windowBytes.set(piece, this.#filledBytes);
      this.#filledBytes += piece.length;
      offset += piece.length;
      if (this.#filledBytes < this.#windowBytes.length) break;
      this.#filledBytes = 0;
      const edge = this.#judgeWindow();
      if (edge) edges.push(edge);
    }
    return edges;
  }

  #judgeWindow(): TurnEdge | undefined {
    this.#windows++;
    const loud = rmsDbfs(this.#window) >= thresholdDbfs(this.#settings.threshold);
    this.#loudRun = loud ? this.#loudRun + 1 : 0;
    this.#quietRun = loud ? 0 : this.#quietRun + 1;
    return this.#speaking ? this.#stop() : this.#start();
  }

  #start(): TurnEdge | undefined {
    if (this.#loudRun < WINDOWS_TO_START) return undefined;
    this.#speaking = true;
    const speechMs = this.#nowMs - this.#loudRun * WINDOW_MS;
    const audioStartMs = Math.max(0, speechMs - this.#settings.prefix_padding_ms);
    return { kind: "started", audioStartMs: Math.round(audioStartMs) };
  }

  #stop(): TurnEdge | undefined {
    const quietMs = this.#quietRun * WINDOW_MS;
    if (quietMs === 0 || quietMs < this.#settings.silence_duration_ms) return undefined;
    this.#speaking = false;
    return { kind: "stopped", audioEndMs: Math.round(this.#nowMs) };
  }

  /** End of the window just judged. */
  get #nowMs(): number {
    return this.#originMs + this.#windows * WINDOW_MS;
  }
}

function rmsDbfs(samples: Int16Array): number {
  let sum = 0;
  // By index: five times as fast as by iterator, and this runs for every 20 ms of every session.
  for (let i = 0; i < samples.length; i++) sum += samples[i]! * samples[i]!;
  return 10 * Math.log10(sum / samples.length / 2 ** 30);
}
