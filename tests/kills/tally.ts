import { NO_USAGE, type Usage } from "../../src/bridge/usage.ts";

/**
 * What was counted, by kind of ending. Sessions of the bridge and the upstream are those that the
 * upstream let in; their time, from its 101 until its connection was gone, is not known to clients.
 */
export type Tally = { -readonly [field in keyof Usage]: Usage[field] };

export type Tallies = Map<string, Tally>;

/** The tally of a kind, which begins at nothing. */
export function tallyOf(tallies: Tallies, kind: string): Tally {
  const tally = tallies.get(kind) ?? { ...NO_USAGE };
  tallies.set(kind, tally);
  return tally;
}

/** Adds the tokens of one `response.done`, as the service writes them. */
export function addTokens(tally: Tally, usage: TokenUsage): void {
  tally.inputTokens += usage.input_tokens;
  tally.cachedTokens += usage.input_token_details.cached_tokens;
  tally.outputTokens += usage.output_tokens;
}

export interface TokenUsage {
  readonly input_tokens: number;
  readonly input_token_details: { readonly cached_tokens: number };
  readonly output_tokens: number;
}
