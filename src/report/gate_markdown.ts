import type { AnyGateReport } from "./gate_report.ts";
import { gateViewOf } from "./gate_view.ts";
import { escapeMarkdown, markdownTable } from "./markdown.ts";

const MARK = { slower: " ❌", blind: " ❔", unsettled: " ❔", none: "" } as const;
const SIGN = { good: "✅", bad: "❌", doubtful: "❔" } as const;

/** The gate as GitHub-flavoured Markdown, for a comment on a pull request. */
export function renderGateMarkdown(report: AnyGateReport): string {
  const { tone, verdict, reasons, facts, columns, regions, notes, legend } = gateViewOf(report);
  const rows = regions.flatMap(({ name, rows }) =>
    rows.map(({ label, finding, cells }) => [
      escapeMarkdown(`${name} · ${label}`) + MARK[finding],
      ...cells.map(escapeMarkdown),
    ])
  );
  return [
    `### ${SIGN[tone]} ttfa gate: ${verdict}`,
    facts.map(escapeMarkdown).join("  \n"),
    reasons.map((reason) => `- **${escapeMarkdown(reason)}**`).join("\n"),
    rows.length > 0 ? markdownTable(["region · metric", ...columns], rows) : "",
    notes.map(({ text }) => `- ${escapeMarkdown(text)}`).join("\n"),
    legend === undefined ? "" : `<sub>${escapeMarkdown(legend)}</sub>`,
  ].filter((block) => block !== "").join("\n\n") + "\n";
}
