import assert from "node:assert/strict";
import { painter } from "../report/paint.ts";
import type { Finding } from "./finding.ts";
import { findingText, summaryText } from "./text.ts";

const SOUND: Finding = { check: "nagle", title: "is quick", result: "sound", evidence: "0.4 ms" };
const FAULT: Finding = {
  check: "orphan",
  title: "closes",
  result: "fault",
  certainty: "certain",
  what: "sessions stay open",
  evidence: "open 3.0 s after the client closed, and after it broke off, and left in the dial",
  remedy: "close them",
};
const OPEN: Finding = { check: "order", title: "keeps", result: "unchecked", why: "no session" };

Deno.test("a finding stands in two columns, no line wider than the terminal", () => {
  const plain = painter(false);
  assert.equal(findingText(SOUND, plain), "✓ nagle           is quick\n" + line("0.4 ms"));
  assert.equal(findingText(OPEN, plain), "– order           not checked\n" + line("no session"));
  const text = findingText(FAULT, plain);
  assert.equal(
    text,
    "✗ orphan          fault, certain\n" + line("sessions stay open") +
      line("Seen: open 3.0 s after the client closed, and after it broke") +
      line("off, and left in the dial.") + line("To do: close them."),
  );
  assert.ok(text.split("\n").every((one) => one.length <= 80));
});

const line = (text: string) => `${" ".repeat(18)}${text}\n`;

Deno.test("the summary counts, and what was not done is no pass", () => {
  assert.equal(summaryText([SOUND]), "no fault found; 1 of 1 checks passed.\n");
  assert.equal(
    summaryText([SOUND, FAULT, OPEN]),
    "1 fault found; 1 of 3 checks passed, 1 not done.\n",
  );
});
