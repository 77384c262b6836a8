import { Vigil } from "./vigil.ts";

const PATIENCE_MS = 10_000;

/** Knows which agents have not delivered for long, and says it of each once until it delivers again. */
export class Patience {
  readonly #vigil: Vigil;
  readonly #told = new Set<string>();

  constructor(names: Iterable<string>, nowMs: number) {
    this.#vigil = new Vigil(names, nowMs);
  }

  delivered(name: string, nowMs: number): void {
    this.#vigil.heard(name, nowMs);
    this.#told.delete(name);
  }

  /** While nobody can be heard, nobody is slow. */
  deaf(nowMs: number): void {
    this.#vigil.deaf(nowMs);
  }

  /** Whether it is to be told of this one now. */
  isNews(name: string, nowMs: number): boolean {
    if (this.#told.has(name) || !this.#vigil.isSilent(name, nowMs, PATIENCE_MS)) return false;
    this.#told.add(name);
    return true;
  }
}
