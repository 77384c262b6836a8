import { total } from "../../metrics/counts.ts";
import type { Distribution } from "../../metrics/distribution.ts";
import { Summary } from "../../metrics/summary.ts";
import type { RunReport } from "../run_json.ts";
import { formatMs, plural } from "../number.ts";
import { verdictFinding } from "../verdict_finding.ts";
import { html, type Markup } from "./markup.ts";

/** What the run came to, in a word and a tone of the style sheet. */
interface Judgement {
  readonly word: string;
  readonly tone: "good" | "bad" | "doubtful" | "plain";
}

/** The first thing one reads: whether to believe it, what it was, and what it was held against. */
export function verdictMarkup(report: RunReport): Markup {
  const { word, tone } = judgement(report);
  const reasons = report.validity.valid ? [] : report.validity.reasons;
  const doubts = report.state === "interrupted" ? ["interrupted: the results are partial"] : [];
  return html`
    <section class="verdict ${tone}" aria-label="Verdict">
    <p class="headline"><strong>${word}</strong> ${sentence(report)}</p>
    ${list("notes bad", reasons)}
    ${thresholds(report)}
    ${list("notes doubtful", [...doubts, ...report.warnings])}
    </section>
  `;
}

function judgement({ state, validity, thresholds }: RunReport): Judgement {
  if (state === "running") return { word: "Partial.", tone: "doubtful" };
  const failed = thresholds.filter(({ passed }) => !passed).length;
  if (failed > 0) {
    return { word: `${failed} of ${thresholds.length} thresholds failed.`, tone: "bad" };
  }
  if (!validity.valid) return { word: "Not valid.", tone: "bad" };
  if (state === "interrupted") return { word: "Interrupted.", tone: "doubtful" };
  return thresholds.length > 0
    ? { word: "Passed.", tone: "good" }
    : { word: "Measured.", tone: "plain" };
}

function sentence({ histograms }: RunReport): Markup {
  const summary = Summary.decode(histograms);
  const ttfa = summary.metric("ttfa");
  const turns = summary.turns();
  if (ttfa.count === 0) return html`No turn was answered, of ${total(turns)}.`;
  const { low, high } = ttfa.interval(50);
  const interval = low !== undefined && high !== undefined ? ` (${range(low, high)})` : "";
  return html`Half of the callers heard the first audio within <b>${
    formatMs(ttfa.percentile(50))
  } ms</b>${interval}; one in a hundred waited <b>${
    formatMs(ttfa.percentile(99))
  } ms</b> or longer${tailInterval(ttfa)}. ${turns.ok ?? 0} of ${total(turns)} turns went well.`;
}

/** Few turns say of their 99th percentile only that it is not lower. */
function tailInterval(ttfa: Distribution): string {
  const { low, high } = ttfa.interval(99);
  if (low !== undefined && high !== undefined) return ` (${range(low, high)})`;
  const atLeast = low === undefined ? "" : `${formatMs(low)} or more: `;
  return ` (${atLeast}${plural(ttfa.count, "turn")} give it no upper bound)`;
}

/** On one line, wherever it stands. */
function range(lowMs: number, highMs: number): string {
  return `${formatMs(lowMs)}\u00a0–\u00a0${formatMs(highMs)}`;
}

function thresholds({ thresholds }: RunReport): Markup | undefined {
  if (thresholds.length === 0) return undefined;
  return html`<ul class="thresholds" aria-label="Thresholds">${
    thresholds.map((verdict) =>
      html`<li class="${verdict.passed ? "good" : "bad"}"><b>${
        verdict.passed ? "✓ passed" : "✗ failed"
      }</b> <code>${verdict.threshold.expression}</code> <span>${
        verdictFinding(verdict)
      }</span></li>`
    )
  }</ul>`;
}

function list(kind: string, items: readonly string[]): Markup | undefined {
  if (items.length === 0) return undefined;
  return html`<ul class="${kind}">${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}
