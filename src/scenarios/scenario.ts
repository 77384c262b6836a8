/** What a scenario can make one synthetic client do. Every step rejects once the call is over. */
export interface Caller {
  /** Begins a turn and speaks; resolves when the last speech sample has been captured. */
  say(fixture: string): Promise<void>;
  /** Ends the turn: hears the reply out, as far as there is one, until its last sample has played. */
  hearReply(): Promise<void>;
  /** Lets time pass with an open microphone. */
  wait(ms: number): Promise<void>;
}

/** What one client does in one session, from the open connection to its close. */
export interface Scenario {
  readonly name: string;
  /** @param turns the fixture to speak in each turn; without end where time ends the session. */
  run(caller: Caller, turns: Iterable<string>): Promise<void>;
}
