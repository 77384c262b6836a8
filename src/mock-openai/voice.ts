import { REALTIME_SAMPLE_RATE } from "../protocol/events.ts";

/** Something the mock can say: recorded speech and its words. */
export interface ReplyVoice {
  readonly transcript: string;
  /** 24 kHz mono. */
  readonly samples: Int16Array;
}

/** A piece of a reply, `atMs` after the first one. */
export type Utterance =
  | { readonly kind: "transcript" | "text"; readonly atMs: number; readonly text: string }
  | {
    readonly kind: "audio";
    readonly atMs: number;
    readonly base64: string;
    readonly durationMs: number;
  };

/** A reply ready to be sent, in order of time. `endMs` is when the last piece has been made. */
export interface Reply {
  readonly utterances: readonly Utterance[];
  readonly endMs: number;
}

export interface PreparedReply {
  readonly audio: Reply;
  readonly text: Reply;
}

const BYTES_PER_MS = REALTIME_SAMPLE_RATE * 2 / 1000;
/** Audio leaves as a burst, so much faster than it plays: 4 s within the first second. */
const AUDIO_SPEED = 4;
/** Sizes of the first deltas in bytes (100, 150, 250 ms); the last size repeats. */
const DELTA_BYTES = [4_800, 7_200, 12_000];
/** Text alone comes a word at a time at about this pace. */
const TEXT_WORD_MS = 8;

/** Cuts and encodes a reply once; every session shares the result. */
export function prepareReply(voice: ReplyVoice): PreparedReply {
  const audio = audioUtterances(voice.samples);
  const endMs = voice.samples.length * 2 / BYTES_PER_MS / AUDIO_SPEED;
  const words = wordsOf(voice.transcript);
  // A stable sort: of pieces due at the same time the transcript goes first.
  const utterances = [...spread("transcript", words, endMs / words.length), ...audio]
    .sort((a, b) => a.atMs - b.atMs);
  const text = spread("text", words, TEXT_WORD_MS);
  return {
    audio: { utterances, endMs },
    text: { utterances: text, endMs: words.length * TEXT_WORD_MS },
  };
}

function audioUtterances(samples: Int16Array): Utterance[] {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  const utterances: Utterance[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const size = DELTA_BYTES[utterances.length] ?? DELTA_BYTES.at(-1)!;
    const piece = bytes.subarray(offset, offset + size);
    utterances.push({
      kind: "audio",
      atMs: offset / BYTES_PER_MS / AUDIO_SPEED,
      base64: piece.toBase64(),
      durationMs: piece.length / BYTES_PER_MS,
    });
    offset += piece.length;
  }
  return utterances;
}

/** Words with the white space before them, so that they join up to the whole text. */
export function wordsOf(text: string): string[] {
  return text.match(/\s*\S+/g) ?? [];
}

function spread(kind: "transcript" | "text", words: string[], stepMs: number): Utterance[] {
  return words.map((text, i) => ({ kind, atMs: i * stepMs, text }));
}
