import { doubtOf, slower } from "./gate_findings.ts";
import { GATE_LABEL } from "./gate_label.ts";
import type { AnyGateReport } from "./gate_report.ts";
import { gateViewOf } from "./gate_view.ts";
import { junitXml, type TestCase } from "./junit_xml.ts";

/**
 * The gate as JUnit XML: a test case for each row of its table, and one for the gate itself. A regression
 * is a failure; what could not be judged is an error, and no pass.
 *
 * @param startedAt ISO 8601 in UTC
 */
export function renderGateJunit(report: AnyGateReport, startedAt: string, seconds: number): string {
  const rows: readonly AnyGateReport["cells"][number][] = report.cells;
  const cases: TestCase[] = rows.map((cell) => {
    const name = `${cell.region}: ${GATE_LABEL[cell.metric]}`;
    if (cell.finding === "none") return { name };
    if (cell.finding === "slower") return { name, failure: slower(cell) };
    return { name, error: doubtOf(cell) };
  });
  return junitXml({
    name: `ttfa gate ${report.runId}`,
    ...{ startedAt, seconds, cases: [verdictCase(report), ...cases] },
  });
}

/** The rows say a regression themselves. */
function verdictCase(report: AnyGateReport): TestCase {
  const name = "the gate could judge";
  if (["passed", "regression"].includes(report.verdict)) return { name };
  const { verdict, reasons } = gateViewOf(report);
  return { name, error: [verdict, ...reasons].join("; ") };
}
