import type { Paint } from "../report/paint.ts";
import { wrap } from "../report/wrap.ts";
import type { Finding } from "./finding.ts";

const NAME_WIDTH = 14;
/** Below the text beside a check's name. */
const INDENT = " ".repeat(NAME_WIDTH + 4);

/** Why no session can be had, to be said before all else. */
export function noSessionText(why: string, paint: Paint): string {
  const lines = wrap(`${why.charAt(0).toUpperCase()}${why.slice(1)}.`);
  return `${lines.map((line) => paint("bad", line)).join("\n")}\n\n`;
}

/** A finding for people: what is well in two lines; else what, what was seen and what to do. */
export function findingText(finding: Finding, paint: Paint): string {
  const name = finding.check.padEnd(NAME_WIDTH);
  switch (finding.result) {
    case "sound":
      return `${paint("good", "✓")} ${name}  ${finding.title}\n` +
        paragraph(finding.evidence, (line) => paint("aside", line));
    case "unchecked":
      return `${paint("doubtful", "–")} ${name}  ${paint("doubtful", "not checked")}\n` +
        paragraph(finding.why);
    case "fault": {
      const { certainty, what, evidence, remedy } = finding;
      return `${paint("bad", "✗")} ${name}  ${paint("bad", `fault, ${certainty}`)}\n` +
        paragraph(what, (line) => paint("heading", line)) +
        paragraph(`Seen: ${evidence}.`) + paragraph(`To do: ${remedy}.`);
    }
  }
}

function paragraph(text: string, styled = (line: string) => line): string {
  const lines = wrap(text, "", 80 - INDENT.length);
  return lines.map((line) => `${INDENT}${styled(line)}\n`).join("");
}

/** The count of each result, in one line. */
export function summaryText(findings: readonly Finding[]): string {
  const count = (result: Finding["result"]) =>
    findings.filter((finding) => finding.result === result).length;
  const [faults, unchecked] = [count("fault"), count("unchecked")];
  const found = `${faults === 0 ? "no" : faults} fault${faults > 1 ? "s" : ""} found`;
  const open = unchecked === 0 ? "" : `, ${unchecked} not done`;
  return `${found}; ${count("sound")} of ${findings.length} checks passed${open}.\n`;
}
