import { junitXml, type TestCase } from "./junit_xml.ts";
import type { RunReport } from "./run_json.ts";
import { verdictFinding } from "./verdict_finding.ts";

/**
 * The report as JUnit XML: a test case for each threshold, and one for the run itself, which fails
 * where the figures are not to be trusted. A run without thresholds is thus no empty pass.
 */
export function renderJunit(report: RunReport): string {
  const { runId, startedAt } = report;
  return junitXml({
    name: `ttfa ${runId}`,
    startedAt,
    seconds: seconds(report),
    cases: [validity(report), ...thresholds(report)],
  });
}

function validity({ validity: { valid, reasons } }: RunReport): TestCase {
  return { name: "the run is valid", ...(!valid && { failure: reasons.join("; ") }) };
}

function thresholds({ thresholds }: RunReport): TestCase[] {
  return thresholds.map((verdict) => ({
    name: verdict.threshold.expression,
    ...(!verdict.passed && { failure: verdictFinding(verdict) }),
  }));
}

function seconds({ startedAt, endedAt }: RunReport): number {
  const ms = endedAt === undefined ? 0 : Date.parse(endedAt) - Date.parse(startedAt);
  return ms / 1000;
}
