import type { Step } from "../../links/step.ts";
import type { Begin, FaultContext } from "./fault_kind.ts";
import type { Outgoing } from "./outgoing.ts";
import type { Selector } from "./selector.ts";

/** A fault of whole sessions: all that leaves a chosen one goes through a step. */
export function perSession(
  make: (context: FaultContext, selector: Selector) => Step<Outgoing>,
): Begin {
  return (context, selector) =>
    context.random() < selector.probability ? { outgoing: make(context, selector) } : {};
}
