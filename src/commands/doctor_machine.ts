import type { Finding } from "../doctor/finding.ts";
import { examineMachine } from "../doctor/machine/examine_machine.ts";
import { Machine } from "../doctor/machine/machine.ts";
import type { MachineCheck } from "../doctor/machine/machine_check.ts";
import { findingText, summaryText } from "../doctor/text.ts";
import { painter } from "../report/paint.ts";
import { systemClock } from "../time/system_clock.ts";
import { EXIT, type ExitCode } from "./exit_code.ts";
import { terminal } from "./output.ts";

export interface MachineRequest {
  /** How many are to run here. */
  readonly clients: number;
  readonly checks: readonly MachineCheck[];
  readonly json: boolean;
}

/** Examines this machine and prints what it lacks. */
export async function runMachineDoctor(
  { clients, checks, json }: MachineRequest,
): Promise<ExitCode> {
  const paint = painter(terminal.outIsTerminal && !Deno.env.get("NO_COLOR"));
  const say = (text: string) => json || terminal.out(text);
  const machine = new Machine(systemClock, clients);
  const findings = await examineMachine(
    machine,
    checks,
    (finding) => say(findingText(finding, paint)),
  );
  if (json) terminal.out(`${JSON.stringify({ clients, cores: machine.cores, findings })}\n`);
  say(`\n${summaryText(findings)}`);
  return exitCodeOf(findings);
}

/** What was not checked is no pass. */
export function exitCodeOf(findings: readonly Finding[]): ExitCode {
  const results = findings.map(({ result }) => result);
  if (results.includes("fault")) return EXIT.failed;
  return results.includes("unchecked") ? EXIT.inconclusive : EXIT.passed;
}
