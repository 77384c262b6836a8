import type { AnyGateReport } from "../report/gate_report.ts";
import { renderGate } from "../report/gate_text.ts";
import { EXIT, type ExitCode } from "./exit_code.ts";
import type { Output } from "./output.ts";

const EXIT_OF: Readonly<Record<AnyGateReport["verdict"], ExitCode>> = {
  passed: EXIT.passed,
  regression: EXIT.failed,
  inconclusive: EXIT.inconclusive,
  invalid: EXIT.invalid,
  unreachable: EXIT.unreachable,
  interrupted: EXIT.interrupted,
};

/** Prints what a gate found, and gives the exit code that says it. */
export function endGate(
  report: AnyGateReport,
  { json, folder }: { readonly json: boolean; readonly folder: string | undefined },
  output: Output,
): ExitCode {
  const { outIsTerminal, errIsTerminal } = output;
  const colour = (json ? errIsTerminal : outIsTerminal) && !Deno.env.get("NO_COLOR");
  const text = renderGate(report, { colour, folder });
  if (json) {
    output.err(text);
    output.out(`${JSON.stringify(report, null, 2)}\n`);
  } else output.out(text);
  return EXIT_OF[report.verdict];
}
