interface Spell {
  readonly endMs: number;
  readonly lengthMs: number;
}

/** Spells of time that were bad, of which whoever asks wants the longest that ended since a time. */
export class WorstSince {
  /** By their ends, each shorter than the one before: the longest since a time is the first after it. */
  #spells: Spell[] = [];

  /** Whoever asks for a shorter one before it asks for this one too. */
  note(endMs: number, lengthMs: number): void {
    while ((this.#spells.at(-1)?.lengthMs ?? Infinity) <= lengthMs) this.#spells.pop();
    this.#spells.push({ endMs, lengthMs });
  }

  /** Its length; 0 where there was none. */
  lengthMs(sinceMs: number): number {
    return this.#spells.find(({ endMs }) => endMs >= sinceMs)?.lengthMs ?? 0;
  }
}
