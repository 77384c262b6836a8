/** What a test report says of one case; without a failure and an error it passed. */
export interface TestCase {
  readonly name: string;
  readonly failure?: string;
  /** It could not be judged. */
  readonly error?: string;
}

export interface TestSuite {
  readonly name: string;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly seconds: number;
  readonly cases: readonly TestCase[];
}

/** One suite as JUnit XML. */
export function junitXml({ name, startedAt, seconds, cases }: TestSuite): string {
  const count = (kind: "failure" | "error") =>
    cases.filter((testCase) => testCase[kind] !== undefined).length;
  const counts = `tests="${cases.length}" failures="${count("failure")}" errors="${
    count("error")
  }"`;
  const time = `time="${seconds.toFixed(3)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="ttfa" ${counts} ${time}>
  <testsuite name="${escapeXml(name)}" ${counts} skipped="0" ${time} timestamp="${
    escapeXml(startedAt)
  }">
${cases.map(caseXml).join("\n")}
  </testsuite>
</testsuites>
`;
}

function caseXml({ name, failure, error }: TestCase): string {
  const head = `    <testcase classname="ttfa" name="${escapeXml(name)}" time="0"`;
  const kind = failure !== undefined ? "failure" : "error";
  const reason = failure ?? error;
  if (reason === undefined) return `${head}/>`;
  const message = escapeXml(reason);
  return `${head}>
      <${kind} message="${message}" type="ttfa">${message}</${kind}>
    </testcase>`;
}

/** Safe in text and in attributes; characters that XML 1.0 does not allow become U+FFFD. */
function escapeXml(text: string): string {
  return text.toWellFormed()
    // deno-lint-ignore no-control-regex -- they are what must not be there
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"'\t\n\r]/g, (char) => `&#${char.charCodeAt(0)};`);
}
