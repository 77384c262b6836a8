import { resample } from "../audio/resample.ts";
import { timeStretch } from "../audio/time_stretch.ts";
import { REALTIME_SAMPLE_RATE } from "../protocol/events.ts";
import { type AudioType, bytesPerMs, codingOf } from "./audio_coding.ts";

/** One delta's worth of a recording. Times are of playing it. */
export interface AudioPiece {
  readonly offsetMs: number;
  readonly durationMs: number;
  readonly base64: string;
}

/** Play time of the first deltas, as observed: 4,800, 7,200, 12,000 bytes of pcm. The last one repeats. */
const PIECE_MS = [100, 150, 250];
/** Speeds are rounded to this, so that their number, and what is kept for each, stays small. */
const SPEED_STEP = 0.05;

/** A recording as the mock sends it: cut and encoded once for each format and speed, for all sessions. */
export class Clip {
  readonly durationMs: number;
  readonly #samples: Int16Array;
  readonly #prepared = new Map<string, readonly AudioPiece[]>();

  /** @param samples 24 kHz mono. What most clients ask for is prepared at once, the rest when asked. */
  constructor(samples: Int16Array) {
    this.#samples = samples;
    this.durationMs = samples.length * 1000 / REALTIME_SAMPLE_RATE;
    this.pieces("audio/pcm", 1);
  }

  /** @param speed 0.25 to 1.5, where 1 is as recorded. */
  pieces(type: AudioType, speed: number): readonly AudioPiece[] {
    const steps = Math.round(speed / SPEED_STEP);
    const key = `${type} ${steps}`;
    let pieces = this.#prepared.get(key);
    if (!pieces) {
      const spoken = timeStretch(this.#samples, REALTIME_SAMPLE_RATE, steps * SPEED_STEP);
      const { sampleRateHz, encode } = codingOf({ type });
      const samples = resample(spoken, REALTIME_SAMPLE_RATE, sampleRateHz);
      pieces = cut(encode(samples), bytesPerMs({ type }));
      this.#prepared.set(key, pieces);
    }
    return pieces;
  }
}

function cut(bytes: Uint8Array, bytesPerMs: number): AudioPiece[] {
  const pieces: AudioPiece[] = [];
  for (let start = 0; start < bytes.length;) {
    const ms = PIECE_MS[pieces.length] ?? PIECE_MS.at(-1)!;
    const piece = bytes.subarray(start, start + ms * bytesPerMs);
    pieces.push({
      offsetMs: start / bytesPerMs,
      durationMs: piece.length / bytesPerMs,
      base64: piece.toBase64(),
    });
    start += piece.length;
  }
  return pieces;
}
