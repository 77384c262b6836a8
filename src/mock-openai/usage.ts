import type { Entry } from "./conversation.ts";
import type { WireEventOf } from "./wire.ts";

export type Usage = NonNullable<WireEventOf<"response.done">["response"]["usage"]>;
type RateLimit = WireEventOf<"rate_limits.updated">["rate_limits"][number];

export const USER_AUDIO_MS_PER_TOKEN = 100;
const REPLY_AUDIO_MS_PER_TOKEN = 50;
const CHARACTERS_PER_TOKEN = 4;
/** Of the highest tier seen; it refills evenly within a minute. */
const TOKENS_PER_MINUTE = 15_000_000;

/** What a reply has said, in full or until it was cut off. */
export interface Said {
  readonly text: string;
  readonly audioMs: number;
}

/** The bill of one response. Text is counted by length, so only roughly; nothing is ever cached. */
export function countUsage(instructions: string, input: readonly Entry[], said: Said): Usage {
  const text_tokens = sum([textTokens(instructions), ...input.map(itemTextTokens)]);
  const audio_tokens = sum(input.map(itemAudioTokens));
  const output = {
    text_tokens: textTokens(said.text),
    audio_tokens: Math.ceil(said.audioMs / REPLY_AUDIO_MS_PER_TOKEN),
  };
  const input_tokens = text_tokens + audio_tokens;
  const output_tokens = output.text_tokens + output.audio_tokens;
  return {
    total_tokens: input_tokens + output_tokens,
    input_tokens,
    output_tokens,
    input_token_details: {
      text_tokens,
      audio_tokens,
      image_tokens: 0,
      cached_tokens: 0,
      cached_tokens_details: { text_tokens: 0, audio_tokens: 0, image_tokens: 0 },
    },
    output_token_details: output,
  };
}

/** The rate limits after a response: this mock's clients never run into them. */
export function rateLimitsAfter(usedTokens: number): RateLimit[] {
  return [{
    name: "tokens",
    limit: TOKENS_PER_MINUTE,
    remaining: TOKENS_PER_MINUTE - usedTokens,
    reset_seconds: Number((usedTokens / TOKENS_PER_MINUTE * 60).toFixed(3)),
  }];
}

export function textTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

function itemTextTokens({ item }: Entry): number {
  if (item.type !== "message") return 0;
  return sum(item.content.map((part) => "text" in part ? textTokens(part.text ?? "") : 0));
}

function itemAudioTokens({ item, audioMs }: Entry): number {
  const byUser = item.type === "message" && item.role === "user";
  return Math.ceil(audioMs / (byUser ? USER_AUDIO_MS_PER_TOKEN : REPLY_AUDIO_MS_PER_TOKEN));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
