import type { Pcm } from "../audio/wav.ts";

/** What became of a turn's audio: its words, or why there are none. */
export type Transcription =
  | { readonly transcript: string }
  | { readonly failure: TranscriptionFailure };

/** The `error` of `….input_audio_transcription.failed`. */
export interface TranscriptionFailure {
  readonly type: string;
  readonly code: string;
  readonly message: string;
  readonly param?: string;
}

/** Says what was said in a turn. The audio has the rate of the session's input format, 24 or 8 kHz. */
export type Transcriber = (turn: Pcm) => Transcription;
