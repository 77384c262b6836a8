import type { AudioType } from "./audio_coding.ts";
import type { Clip } from "./clip.ts";

/** A recording that the mock can say, and its words. */
export interface ReplyVoice {
  readonly transcript: string;
  /** 24 kHz mono. */
  readonly samples: Int16Array;
}

/** Words and the recording that carries them; not always one of these words. */
export interface Speech {
  readonly transcript: string;
  readonly clip: Clip;
}

/** How fast audio leaves: as a burst, like the live service's, or no faster than it plays. */
export type Pace = "burst" | "realtime";

export interface Delivery {
  readonly format: AudioType;
  readonly speed: number;
  readonly pace: Pace;
}

/** A piece of an output item, `atMs` after the item has begun. */
export interface Utterance {
  readonly kind: "text" | "audio";
  readonly atMs: number;
  /** Text, or base64. */
  readonly delta: string;
  /** Of the audio in it. */
  readonly durationMs: number;
}

/** What an output item is made of, in order of time. `endMs` is when the last piece has been made. */
export interface Reply {
  readonly utterances: readonly Utterance[];
  readonly endMs: number;
}

/** A burst brings 4 s of audio within the first second. */
const TIMES_REAL: Readonly<Record<Pace, number>> = { burst: 4, realtime: 1 };
/** Without audio a word, or a token of arguments, comes at about this pace. */
const TOKEN_MS = 8;
const ARGUMENT_TOKENS = /[\s\S]{1,4}/gu;
const WORDS = /\s*\S+/g;

/** Audio with its transcript: each word comes when the share of the letters before it has been said. */
export function spoken({ transcript, clip }: Speech, delivery: Delivery): Reply {
  const times = TIMES_REAL[delivery.pace];
  const pieces = clip.pieces(delivery.format, delivery.speed);
  const audio = pieces.map(({ offsetMs, durationMs, base64 }): Utterance => ({
    kind: "audio",
    atMs: offsetMs / times,
    delta: base64,
    durationMs,
  }));
  const last = pieces.at(-1);
  const endMs = last ? (last.offsetMs + last.durationMs) / times : 0;
  // A stable sort: of pieces due at the same time the transcript goes first.
  const utterances = [...words(transcript, endMs), ...audio].sort((a, b) => a.atMs - b.atMs);
  return { utterances, endMs };
}

export function written(text: string): Reply {
  return tokens(wordsOf(text));
}

/** Words with the white space before them, so that they join up to the whole text. */
export function wordsOf(text: string): string[] {
  return text.match(WORDS) ?? [];
}

/** The arguments of a function call. */
export function argued(json: string): Reply {
  return tokens(json.match(ARGUMENT_TOKENS) ?? []);
}

function words(transcript: string, endMs: number): Utterance[] {
  const msPerLetter = endMs / transcript.trimEnd().length;
  return Array.from(
    transcript.matchAll(WORDS),
    ({ 0: word, index }) => text(word, index * msPerLetter),
  );
}

function tokens(texts: readonly string[]): Reply {
  const utterances = texts.map((token, i) => text(token, i * TOKEN_MS));
  return { utterances, endMs: texts.length * TOKEN_MS };
}

function text(delta: string, atMs: number): Utterance {
  return { kind: "text", atMs, delta, durationMs: 0 };
}
