import assert from "node:assert/strict";
import { SaxesParser } from "saxes";

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Rule {
  readonly within: string | undefined;
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const COUNTS = ["failures", "errors", "skipped", "disabled"];
const REASON: Rule = { within: "testcase", required: [], optional: ["message", "type"] };

/** What the schema that CI servers read (Jenkins' junit-10.xsd) has of the elements that we write. */
const JUNIT: Readonly<Record<string, Rule>> = {
  testsuites: { within: undefined, required: [], optional: ["name", "tests", "time", ...COUNTS] },
  testsuite: {
    within: "testsuites",
    required: ["name", "tests"],
    optional: ["time", "timestamp", "hostname", "id", "package", ...COUNTS],
  },
  testcase: { within: "testsuite", required: ["name"], optional: ["classname", "time", "status"] },
  failure: REASON,
  error: REASON,
};

/**
 * For tests: the elements of a JUnit file, by a parser that refuses whatever XML 1.0 does not allow; each
 * where the schema wants it, with the attributes that it knows.
 */
export function junitElements(xml: string): Element[] {
  const found: Element[] = [];
  const open: string[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    assertSound({ name, attributes }, open.at(-1));
    open.push(name);
    found.push({ name, attributes });
  });
  parser.on("closetag", () => void open.pop());
  parser.write(xml).close();
  return found;
}

function assertSound({ name, attributes }: Element, parent: string | undefined): void {
  const rule = JUNIT[name];
  assert.ok(rule, `there is no <${name}>`);
  assert.equal(parent, rule.within, `<${name}> within <${parent}>`);
  const names = Object.keys(attributes);
  for (const required of rule.required) assert.ok(names.includes(required), `${name} ${required}`);
  for (const [key, value] of Object.entries(attributes)) {
    assert.ok([...rule.required, ...rule.optional].includes(key), `<${name} ${key}>`);
    if (["tests", ...COUNTS].includes(key)) assert.match(value, /^\d+$/);
    if (key === "time") assert.match(value, /^\d+(\.\d+)?$/);
    if (key === "timestamp") assert.match(value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?$/);
  }
}
