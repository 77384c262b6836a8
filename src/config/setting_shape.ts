import { nearest } from "./nearest.ts";
import type { Problem } from "./problem.ts";

const SECRET = "is a secret, and a file may be read by others";
/** Flags that are no settings, and why: rule and remedy. */
const FLAGS_ALONE: ReadonlyMap<string, readonly [rule: string, remedy: string]> = new Map([
  ["password", [SECRET, "set NATS_PASSWORD in the environment"]],
  ["token", [SECRET, "set NATS_TOKEN in the environment"]],
  ["resume", ["is for one run, and a file is for all", "give --resume RUN"]],
  ["config", ["is what names this file", "give --config FILE"]],
]);

/** A setting that there is not, with why, or the one that was probably meant. */
export function unknownSetting(field: string, known: readonly string[]): Problem {
  const [rule, instead] = FLAGS_ALONE.get(field) ?? [];
  if (rule !== undefined) return { field, rule, remedy: instead! };
  const near = nearest(field, known);
  const remedy = near ? `did you mean ${near}?` : "docs/config.md names the settings there are";
  return { field, rule: "is no setting", remedy };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
