/** A step of a scenario that was used wrongly, or whose expectation was not met. */
export class StepError extends Error {
  override readonly name = "StepError";

  /** @param code short and stable, for `error_code`. */
  constructor(readonly code: string, message: string) {
    super(message);
  }
}

/** The code of whatever a scenario threw. */
export function codeOf(error: unknown): string {
  return error instanceof StepError ? error.code : "scenario_threw";
}
