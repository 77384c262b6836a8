import type { Outcome } from "../finding.ts";
import type { Machine } from "./machine.ts";

/** One thing that a machine can lack which is to run clients. */
export interface MachineCheck {
  /** What `--check` takes. */
  readonly name: string;
  /** What a fit machine does. */
  readonly title: string;
  run(machine: Machine): Promise<Outcome>;
}
