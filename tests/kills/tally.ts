/** What was counted, by kind of ending. */
export interface Tally {
  sessions: number;
  audioInMs: number;
  audioOutMs: number;
  inputTokens: number;
  outputTokens: number;
}

export type Tallies = Map<string, Tally>;

/** The tally of a kind, which begins at nothing. */
export function tallyOf(tallies: Tallies, kind: string): Tally {
  const tally = tallies.get(kind) ??
    { sessions: 0, audioInMs: 0, audioOutMs: 0, inputTokens: 0, outputTokens: 0 };
  tallies.set(kind, tally);
  return tally;
}
