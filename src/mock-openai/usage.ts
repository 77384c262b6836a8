import type { Segment } from "./prompt.ts";
import type { Tokens } from "./said.ts";
import type { WireEventOf } from "./wire.ts";

export type Usage = NonNullable<WireEventOf<"response.done">["response"]["usage"]>;

/** The cache works in blocks of so many tokens. */
const CACHE_BLOCK = 64;

/**
 * The bill of one response. What its prompt has in common with the beginning of the session's
 * `previous` one is cached, in whole blocks.
 */
export function countUsage(
  prompt: readonly Segment[],
  previous: readonly Segment[],
  output: Tokens,
): Usage {
  const input = total(prompt);
  const cached = cachedTokens(prompt, previous);
  const input_tokens = input.text + input.audio;
  const output_tokens = output.text + output.audio;
  return {
    total_tokens: input_tokens + output_tokens,
    input_tokens,
    output_tokens,
    input_token_details: {
      text_tokens: input.text,
      audio_tokens: input.audio,
      image_tokens: 0,
      cached_tokens: cached.text + cached.audio,
      cached_tokens_details: {
        text_tokens: cached.text,
        audio_tokens: cached.audio,
        image_tokens: 0,
      },
    },
    output_token_details: { text_tokens: output.text, audio_tokens: output.audio },
  };
}

function cachedTokens(prompt: readonly Segment[], previous: readonly Segment[]): Tokens {
  const firstNew = prompt.findIndex(({ key }, i) => key !== previous[i]?.key);
  const common = prompt.slice(0, firstNew < 0 ? prompt.length : firstNew);
  const { text, audio } = total(common);
  let left = text + audio - (text + audio) % CACHE_BLOCK;
  const take = (tokens: number) => {
    const taken = Math.min(tokens, left);
    left -= taken;
    return taken;
  };
  return total(common.map((segment) => ({ text: take(segment.text), audio: take(segment.audio) })));
}

function total(counts: readonly Tokens[]): Tokens {
  return counts.reduce(
    (sum, { text, audio }) => ({ text: sum.text + text, audio: sum.audio + audio }),
    { text: 0, audio: 0 },
  );
}
