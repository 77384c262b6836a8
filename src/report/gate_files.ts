import { renderGateJunit } from "./gate_junit.ts";
import { renderGateMarkdown } from "./gate_markdown.ts";
import type { AnyGateReport } from "./gate_report.ts";

/**
 * The files that a gate leaves, by name.
 *
 * @param startedAt of the gate
 */
export async function gateFiles(
  report: AnyGateReport,
  startedAt: Date,
): Promise<ReadonlyMap<string, string>> {
  const { renderGateHtml } = await import("./html/gate_page.ts");
  const seconds = (Date.now() - startedAt.getTime()) / 1000;
  return new Map([
    ["gate.json", `${JSON.stringify(report, null, 2)}\n`],
    ["gate.md", renderGateMarkdown(report)],
    ["gate.xml", renderGateJunit(report, startedAt.toISOString(), seconds)],
    ["gate.html", renderGateHtml(report)],
  ]);
}
