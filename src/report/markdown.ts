import { total } from "../metrics/counts.ts";
import type { OutcomeRow, SummaryRow } from "../metrics/summary.ts";
import { doubtsOf, headlineOf, type Phrase } from "./headline.ts";
import { formatMs } from "./number.ts";
import { outcomeCounts } from "./outcome_counts.ts";
import type { RunReport } from "./run_json.ts";
import { sideBySide } from "./side_by_side.ts";
import { verdictFinding, verdictState } from "./verdict_finding.ts";

const FIGURES = ["n", "p50", "95 % interval", "p90", "p95", "p99", "max"];

/** The report as GitHub-flavoured Markdown, for a comment on a pull request. */
export function renderMarkdown(report: RunReport): string {
  const { word, sentence } = headlineOf(report);
  const { reasons, warnings } = doubtsOf(report);
  return [
    `### ttfa: ${word}`,
    sentence.map(phrase).join(""),
    verdicts(report),
    waits(report),
    besideEachOther(report),
    endings(report),
    [...reasons.map((text) => `- **${escapeMarkdown(text)}**`), ...warnings.map(item)].join("\n"),
    allMetrics(report),
    `Run ${escapeMarkdown(report.runId)}, started ${report.startedAt}.`,
  ].filter((block) => block !== "").join("\n\n") + "\n";
}

/**
 * Text that others have written: neither markup, nor the end of a cell, nor a call for somebody's
 * attention.
 */
export function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, " ")
    .replace(/[\\`*_[\]~|#!]/g, "\\$&")
    .replace(/[&<>@]|:(?=\/\/)|(?<=www)\./gi, (char) => `&#${char.charCodeAt(0)};`);
}

/** Columns after the first are figures. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = line(head.map((_, i) => i === 0 ? ":--" : "--:"));
  return [line(head), rule, ...rows.map(line)].join("\n");
}

function phrase(of: Phrase): string {
  if (typeof of === "string") return of;
  return "strong" in of ? `**${of.strong}**` : of.unbroken;
}

function item(text: string): string {
  return `- ${escapeMarkdown(text)}`;
}

const SIGN = { passed: "✅", failed: "❌", "not measured": "❔" } as const;

function verdicts({ thresholds }: RunReport): string {
  if (thresholds.length === 0) return "";
  return markdownTable(
    ["threshold", "", "observed"],
    thresholds.map((verdict) => [
      escapeMarkdown(verdict.threshold.expression),
      `${SIGN[verdictState(verdict)]} ${verdictState(verdict)}`,
      escapeMarkdown(verdictFinding(verdict)),
    ]),
  );
}

function waits({ outcomes, summary }: RunReport): string {
  const rows = outcomes.flatMap((of) => {
    const ttfa = summary.find((row) => isOf(row, of) && row.metric === "ttfa" && row.count > 0);
    return ttfa ? [[nameOf(of), `${of.turns.ok ?? 0}/${total(of.turns)}`, ...figures(ttfa)]] : [];
  });
  return rows.length === 0 ? "" : markdownTable(["ttfa, ms", "ok turns", ...FIGURES], rows);
}

function besideEachOther(report: RunReport): string {
  const of = sideBySide(report);
  if (!of) return "";
  const head = ["p50 – p99, ms", ...of.regions.map(escapeMarkdown)];
  return markdownTable(
    head,
    of.rows.map(({ metric, cells }) => [escapeMarkdown(metric), ...cells]),
  );
}

/** Of the groups where not every turn went well, or one had an error all the same. */
function endings({ outcomes }: RunReport): string {
  return outcomes.filter(({ attempts, turns, errors }) => errors || attempts !== (turns.ok ?? 0))
    .map(({ turns, errors, ...of }) => {
      const texts = outcomeCounts(turns, errors).map(({ text }) => escapeMarkdown(text));
      return `- Turns of ${escapeMarkdown(`${of.region} · ${of.scenario}`)}: ${texts.join(", ")}`;
    }).join("\n");
}

function allMetrics({ outcomes, summary }: RunReport): string {
  const rows = outcomes.flatMap((of) =>
    summary.filter((row) => isOf(row, of) && row.count > 0)
      .map((row) => [nameOf(of), escapeMarkdown(row.metric), ...figures(row)])
  );
  if (rows.length === 0) return "";
  const table = markdownTable(["region · scenario", "metric, ms", ...FIGURES], rows);
  return `<details><summary>All metrics</summary>\n\n${table}\n\n</details>`;
}

function figures({ count, p50, p50_low, p50_high, p90, p95, p99, max }: SummaryRow): string[] {
  const interval = p50_low !== undefined && p50_high !== undefined
    ? `${formatMs(p50_low)} – ${formatMs(p50_high)}`
    : "";
  return [`${count}`, formatMs(p50), interval, ...[p90, p95, p99, max].map(formatMs)];
}

function isOf(row: SummaryRow, { region, scenario }: OutcomeRow): boolean {
  return row.region === region && row.scenario === scenario;
}

function nameOf({ region, scenario }: OutcomeRow): string {
  return escapeMarkdown(`${region} · ${scenario}`);
}
