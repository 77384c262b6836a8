import type { Outcome } from "../client/record.ts";
import { type Counts, plusCounts } from "./counts.ts";

/** Of the turns of each outcome, how many had which `error_code`; those without one are not here. */
export type TurnErrors = { readonly [outcome in Outcome]?: Counts<string> };

export function plusTurnErrors(a: TurnErrors, b: TurnErrors): TurnErrors {
  const sum: { [outcome in Outcome]?: Counts<string> } = { ...a };
  for (const [outcome, codes] of Object.entries(b) as [Outcome, Counts<string>][]) {
    sum[outcome] = plusCounts(sum[outcome] ?? {}, codes);
  }
  return sum;
}
