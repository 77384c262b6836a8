import type { Utterance } from "./voice.ts";

/** How much a reply has said so far. */
export interface Said {
  /** Of text, transcript and arguments. */
  readonly characters: number;
  readonly audioMs: number;
}

export const NOTHING_SAID: Said = { characters: 0, audioMs: 0 };

const REPLY_AUDIO_MS_PER_TOKEN = 50;
const CHARACTERS_PER_TOKEN = 4;

export function hear({ characters, audioMs }: Said, utterance: Utterance): Said {
  return {
    characters: characters + (utterance.kind === "text" ? utterance.delta.length : 0),
    audioMs: audioMs + utterance.durationMs,
  };
}

/** Text is counted by length, so only roughly; audio exactly. */
export function tokensOf({ characters, audioMs }: Said): Tokens {
  return {
    text: Math.ceil(characters / CHARACTERS_PER_TOKEN),
    audio: Math.ceil(audioMs / REPLY_AUDIO_MS_PER_TOKEN),
  };
}

export interface Tokens {
  readonly text: number;
  readonly audio: number;
}

export function textTokens(text: string): number {
  return tokensOf({ characters: text.length, audioMs: 0 }).text;
}
