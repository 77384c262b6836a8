import type { Finding } from "../finding.ts";
import type { Machine } from "./machine.ts";
import type { MachineCheck } from "./machine_check.ts";

/** Does one check after the other, and tells each finding as soon as it is there. */
export async function examineMachine(
  machine: Machine,
  checks: readonly MachineCheck[],
  onFinding: (finding: Finding) => void,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { name, title, run } of checks) {
    const finding = { check: name, title, ...await run(machine) };
    findings.push(finding);
    onFinding(finding);
  }
  return findings;
}
