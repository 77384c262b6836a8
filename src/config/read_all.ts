import { type Reader, RuleError } from "./readers.ts";

/** Several broken rules of one field. */
export class RuleErrors extends Error {
  constructor(readonly errors: readonly RuleError[]) {
    super(errors.map(({ message }) => message).join("; "));
  }
}

/**
 * Reads every text, also after one that cannot be read: all mistakes are told at once.
 *
 * @throws {RuleError} where there is one mistake.
 * @throws {RuleErrors} where there are more.
 */
export function readAll<T>(texts: readonly string[], read: Reader<T>): T[] {
  const errors: RuleError[] = [];
  const values = texts.flatMap((text) => {
    try {
      return [read(text)];
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      errors.push(error);
      return [];
    }
  });
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new RuleErrors(errors);
  return values;
}
