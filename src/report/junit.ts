import type { RunReport } from "./run_json.ts";
import { verdictFinding } from "./verdict_finding.ts";

interface TestCase {
  readonly name: string;
  /** Missing: it passed. */
  readonly failure?: string;
}

/**
 * The report as JUnit XML: a test case for each threshold, and one for the run itself, which fails
 * where the figures are not to be trusted. A run without thresholds is thus no empty pass.
 */
export function renderJunit(report: RunReport): string {
  const cases = [validity(report), ...thresholds(report)];
  const failures = cases.filter(({ failure }) => failure !== undefined).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0"`;
  const time = `time="${seconds(report)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="ttfa" ${counts} ${time}>
  <testsuite name="ttfa ${escapeXml(report.runId)}" ${counts} skipped="0" ${time} timestamp="${
    escapeXml(report.startedAt)
  }">
${cases.map(testCase).join("\n")}
  </testsuite>
</testsuites>
`;
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

function testCase({ name, failure }: TestCase): string {
  const head = `    <testcase classname="ttfa" name="${escapeXml(name)}" time="0"`;
  if (failure === undefined) return `${head}/>`;
  const message = escapeXml(failure);
  return `${head}>
      <failure message="${message}" type="ttfa">${message}</failure>
    </testcase>`;
}

function seconds({ startedAt, endedAt }: RunReport): string {
  const ms = endedAt === undefined ? 0 : Date.parse(endedAt) - Date.parse(startedAt);
  return (ms / 1000).toFixed(3);
}

/** Safe in text and in attributes; characters that XML 1.0 does not allow become U+FFFD. */
function escapeXml(text: string): string {
  return text.toWellFormed()
    // deno-lint-ignore no-control-regex -- they are what must not be there
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"'\t\n\r]/g, (char) => `&#${char.charCodeAt(0)};`);
}
