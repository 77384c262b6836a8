import { encodeALaw, encodeMuLaw } from "../audio/g711.ts";
import { resample } from "../audio/resample.ts";
import { timeStretch } from "../audio/time_stretch.ts";
import { REALTIME_SAMPLE_RATE } from "../protocol/events.ts";

export type AudioFormat = "audio/pcm" | "audio/pcmu" | "audio/pcma";

/** One delta's worth of a recording. Times are of playing it. */
export interface AudioPiece {
  readonly offsetMs: number;
  readonly durationMs: number;
  readonly base64: string;
}

/** Play time of the first deltas, as observed: 4,800, 7,200, 12,000 bytes of pcm. The last one repeats. */
const PIECE_MS = [100, 150, 250];
const G711_RATE = 8000;
/** Speeds are rounded to this, so that their number, and what is kept for each, stays small. */
const SPEED_STEP = 0.05;

interface Encoding {
  readonly bytesPerMs: number;
  encode(samples: Int16Array): Uint8Array;
}

const to8kHz = (samples: Int16Array) => resample(samples, REALTIME_SAMPLE_RATE, G711_RATE);

const ENCODINGS: Readonly<Record<AudioFormat, Encoding>> = {
  "audio/pcm": {
    bytesPerMs: REALTIME_SAMPLE_RATE * 2 / 1000,
    encode: ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  },
  "audio/pcmu": { bytesPerMs: G711_RATE / 1000, encode: (pcm) => encodeMuLaw(to8kHz(pcm)) },
  "audio/pcma": { bytesPerMs: G711_RATE / 1000, encode: (pcm) => encodeALaw(to8kHz(pcm)) },
};

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
  pieces(format: AudioFormat, speed: number): readonly AudioPiece[] {
    const steps = Math.round(speed / SPEED_STEP);
    const key = `${format} ${steps}`;
    let pieces = this.#prepared.get(key);
    if (!pieces) {
      const spoken = timeStretch(this.#samples, REALTIME_SAMPLE_RATE, steps * SPEED_STEP);
      pieces = cut(ENCODINGS[format].encode(spoken), ENCODINGS[format].bytesPerMs);
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
