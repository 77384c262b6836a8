import { junitXml, type TestCase } from "./junit_xml.ts";
import { isPartial, partialNote } from "./partial_note.ts";
import type { RunReport } from "./run_json.ts";
import { verdictFinding, verdictState } from "./verdict_finding.ts";

/**
 * The report as JUnit XML: a test case for each threshold, and one for the run itself, which fails
 * where the figures are not to be trusted. A run without thresholds is thus no empty pass. A threshold
 * of what was not measured is an error; a run that was cut off is one in place of its thresholds, and a
 * gate that did not pass is no pass here.
 */
export function renderJunit(report: RunReport): string {
  const { runId, startedAt } = report;
  return junitXml({
    name: `ttfa ${runId}`,
    startedAt,
    seconds: seconds(report),
    cases: [validity(report), ...gate(report), ...thresholds(report)],
  });
}

function validity({ validity: { valid, reasons } }: RunReport): TestCase {
  return { name: "the run is valid", ...(!valid && { failure: reasons.join("; ") }) };
}

function gate({ gate }: RunReport): TestCase[] {
  if (!gate) return [];
  const kind = gate.verdict === "regression" ? "failure" : "error";
  return [{ name: "the gate", ...(gate.verdict !== "passed" && { [kind]: gate.said }) }];
}

function thresholds(report: RunReport): TestCase[] {
  if (isPartial(report)) {
    return [{ name: "the run is whole", error: partialNote(report) ?? "the results are partial" }];
  }
  return report.thresholds.map((verdict) => {
    const kind = verdictState(verdict) === "failed" ? "failure" : "error";
    return {
      name: verdict.threshold.expression,
      ...(!verdict.passed && { [kind]: verdictFinding(verdict) }),
    };
  });
}

function seconds({ startedAt, endedAt }: RunReport): number {
  const ms = endedAt === undefined ? 0 : Date.parse(endedAt) - Date.parse(startedAt);
  return ms / 1000;
}
