/** Says where a threshold stops making sense, by which rule, and what to write instead. */
export class ThresholdSyntaxError extends SyntaxError {
  override readonly name = "ThresholdSyntaxError";

  /** @param position of the offending character, 0-based */
  constructor(readonly expression: string, readonly position: number, readonly rule: string) {
    super(`threshold '${expression}', character ${position + 1}: expected ${rule}`);
  }
}

/** Walks through an expression from left to right, over any white space between its parts. */
export class Scanner {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
    this.#skipSpace();
  }

  /** The match of `pattern` that starts here, if there is one. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    const match = this.#match(pattern);
    if (match) this.#advance(match[0]);
    return match;
  }

  expect(pattern: RegExp, rule: string): RegExpExecArray {
    return this.take(pattern) ?? this.#fail(rule);
  }

  /** A match of `pattern` that is one of `words`. */
  expectOne<Word extends string>(pattern: RegExp, words: readonly Word[], rule: string): Word {
    const text = this.#match(pattern)?.[0];
    const word = words.find((word) => word === text) ?? this.#fail(rule);
    this.#advance(word);
    return word;
  }

  expectEnd(rule: string): void {
    if (this.#position < this.#text.length) this.#fail(rule);
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    const sticky = new RegExp(pattern, "y");
    sticky.lastIndex = this.#position;
    return sticky.exec(this.#text) ?? undefined;
  }

  #advance(text: string): void {
    this.#position += text.length;
    this.#skipSpace();
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text.charAt(this.#position))) this.#position++;
  }

  #fail(rule: string): never {
    throw new ThresholdSyntaxError(this.#text, this.#position, rule);
  }
}
