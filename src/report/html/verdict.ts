import { doubtsOf, headlineOf, type Phrase } from "../headline.ts";
import type { RunReport } from "../run_json.ts";
import { verdictFinding, verdictState } from "../verdict_finding.ts";
import { html, type Markup } from "./markup.ts";

/** The first thing one reads: whether to believe it, what it was, and what it was held against. */
export function verdictMarkup(report: RunReport): Markup {
  const { word, tone, sentence } = headlineOf(report);
  const { reasons, warnings } = doubtsOf(report);
  return html`
    <section class="verdict ${tone}" aria-label="Verdict">
    <p class="headline"><strong>${word}</strong> ${sentence.map(phrase)}</p>
    ${list("notes bad", reasons)}
    ${thresholds(report)}
    ${list("notes doubtful", warnings)}
    </section>
  `;
}

function phrase(of: Phrase): Markup {
  if (typeof of === "string") return html`${of}`;
  if ("strong" in of) return html`<b>${of.strong}</b>`;
  return html`<span class="nowrap">${of.unbroken}</span>`;
}

const MARK = { passed: "✓", failed: "✗", "not measured": "?" } as const;

function thresholds({ thresholds }: RunReport): Markup | undefined {
  if (thresholds.length === 0) return undefined;
  return html`<ul class="thresholds" aria-label="Thresholds">${
    thresholds.map((verdict) =>
      html`
        <li
          class="${verdict.passed
            ? "good"
            : "bad"}"><b>${MARK[verdictState(verdict)]} ${verdictState(verdict)}</b> <code>${verdict
            .threshold.expression}</code> <span>${verdictFinding(verdict)}</span></li>
      `
    )
  }</ul>`;
}

function list(kind: string, items: readonly string[]): Markup | undefined {
  if (items.length === 0) return undefined;
  return html`<ul class="${kind}">${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}
