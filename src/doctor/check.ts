import type { Outcome } from "./finding.ts";
import type { Patient } from "./patient.ts";

/** One fault that bridges have, and how to look for it. */
export interface Check {
  /** What `--check` takes, e.g. `late-dial`. */
  readonly name: string;
  /** What a sound bridge does. */
  readonly title: string;
  /** What the check cannot do without: `session` one that opens, `stand-in` the upstream in our hands. */
  readonly needs: "connection" | "session" | "stand-in";
  run(patient: Patient): Promise<Outcome>;
}
