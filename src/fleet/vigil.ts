/** Remembers when agents were last heard of: one that is silent for too long is lost. */
export class Vigil {
  readonly #heardMs: Map<string, number>;

  constructor(names: Iterable<string>, nowMs: number) {
    this.#heardMs = new Map([...names].map((name) => [name, nowMs]));
  }

  heard(name: string, nowMs: number): void {
    if (this.#heardMs.has(name)) this.#heardMs.set(name, nowMs);
  }

  /** While nobody can be heard, nobody is silent. */
  deaf(nowMs: number): void {
    for (const name of this.#heardMs.keys()) this.#heardMs.set(name, nowMs);
  }

  isSilent(name: string, nowMs: number, forMs: number): boolean {
    return nowMs - this.#heardMs.get(name)! >= forMs;
  }
}
