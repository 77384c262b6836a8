import type { AnyGateReport } from "./gate_report.ts";
import { type GateRow, type GateView, gateViewOf } from "./gate_view.ts";
import { type Meaning, type Paint, painter } from "./paint.ts";
import { wrap } from "./wrap.ts";

/** How a gate ended, as people read it: 80 columns. */
export function renderGate(
  report: AnyGateReport,
  { colour, folder }: { readonly colour: boolean; readonly folder?: string | undefined },
): string {
  const paint = painter(colour);
  const view = gateViewOf(report);
  const tables = view.regions.map(({ name, rows }) => [
    paint("heading", name),
    paint("aside", line("", view.columns)),
    ...rows.map((row) => rowLine(row, paint)),
  ]);
  return [
    verdictLines(view, paint),
    ...tables,
    notes(view, paint),
    folder === undefined ? [] : [`Results in ${folder}`],
  ].filter((lines) => lines.length > 0).map((lines) => lines.join("\n") + "\n").join("\n");
}

const WIDTHS = [8, 11, 9, 18, 8, 9];

function line(name: string, cells: readonly string[]): string {
  return `  ${name.padEnd(11)}` + cells.map((cell, i) => cell.padStart(WIDTHS[i]!)).join("");
}

const MEANING = {
  slower: "bad",
  blind: "doubtful",
  unsettled: "doubtful",
} as const satisfies Partial<Record<GateRow["finding"], Meaning>>;

function rowLine({ label, cells, finding }: GateRow, paint: Paint): string {
  const text = line(label, cells);
  return finding === "none" ? text : paint(MEANING[finding], text);
}

function verdictLines({ tone, verdict, reasons, facts }: GateView, paint: Paint): string[] {
  return [
    paint(tone, verdict),
    ...reasons.flatMap((reason) => wrap(reason)),
    ...facts.flatMap((fact) => wrap(fact)).map((text) => paint("aside", text)),
  ];
}

function notes({ notes, legend }: GateView, paint: Paint): string[] {
  return [
    ...notes.flatMap(({ tone, text }) =>
      wrap(text).map((text) => tone === "plain" ? text : paint(tone, text))
    ),
    ...(legend === undefined ? [] : wrap(legend).map((text) => paint("aside", text))),
  ];
}
