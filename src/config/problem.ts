/** One thing wrong with the input: which field, which rule it breaks, what to do about it. */
export interface Problem {
  readonly field: string;
  readonly rule: string;
  readonly remedy: string;
  /** The region that it is about, where it is about one. */
  readonly region?: string;
}

/** Everything wrong with the input, found before anything was started. Exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join("\n"));
  }
}

export function formatProblem({ field, rule, remedy }: Problem): string {
  return `${field}: ${rule}; ${remedy}`;
}
