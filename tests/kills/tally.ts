/** What was counted, by kind of ending. */
export interface Tally {
  /** Of the bridge and the upstream: those that the upstream let in. */
  sessions: number;
  /** From the upstream's 101 until its connection was gone; not known to clients. */
  sessionMs: number;
  audioInMs: number;
  audioOutMs: number;
  inputTokens: number;
  cachedTokens: number;
  outputTokens: number;
}

export type Tallies = Map<string, Tally>;

const NOTHING: Tally = {
  sessions: 0,
  sessionMs: 0,
  audioInMs: 0,
  audioOutMs: 0,
  inputTokens: 0,
  cachedTokens: 0,
  outputTokens: 0,
};

/** The tally of a kind, which begins at nothing. */
export function tallyOf(tallies: Tallies, kind: string): Tally {
  const tally = tallies.get(kind) ?? { ...NOTHING };
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
