import type { Problem } from "../../config/problem.ts";
import type { FaultRule } from "./read_faults.ts";

/**
 * The faults that only the mock's own sessions can be given: they have something said in the client's
 * name, which a service that is recorded must not hear and a cassette does not know.
 *
 * @param field where they were given.
 */
export function refuseForeign(rules: readonly FaultRule[], field = "--fault"): Problem[] {
  return rules.filter(({ injects }) => injects).map(({ text }) => ({
    field,
    rule: `'${text}' changes what the session does, and a recording or a replay only what it sends`,
    remedy: "leave it out, or --record and --replay",
  }));
}
