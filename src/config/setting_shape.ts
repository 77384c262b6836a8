import { nearest } from "./nearest.ts";
import type { Problem } from "./problem.ts";

/** A setting that there is not, with the one that was probably meant. */
export function unknownSetting(field: string, known: readonly string[]): Problem {
  const near = nearest(field, known);
  const remedy = near ? `did you mean ${near}?` : "docs/config.md names the settings there are";
  return { field, rule: "is no setting", remedy };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
