import type { CellJudgement } from "../gate/judgement.ts";
import type { GateReport } from "./gate_report.ts";
import { formatMs, plural } from "./number.ts";
import { type Paint, painter } from "./paint.ts";
import { wrap } from "./wrap.ts";

/** How a gate ended, as people read it: 80 columns. */
export function renderGate(
  report: GateReport,
  { colour, folder }: { readonly colour: boolean; readonly folder: string },
): string {
  const paint = painter(colour);
  const regions = [...new Set(report.cells.map(({ region }) => region))];
  const tables = regions.map((region) => [
    paint("heading", region),
    paint("aside", line("", HEADER)),
    ...report.cells.filter((cell) => cell.region === region).map((cell) => row(cell, paint)),
  ]);
  return [
    verdictLines(report, paint),
    ...tables,
    notes(report, paint),
    [`Results in ${folder}`],
  ].filter((lines) => lines.length > 0).map((lines) => lines.join("\n") + "\n").join("\n");
}

const HEADER = ["base", "candidate", "effect", "95 % interval", "p", "visible"];
const WIDTHS = [8, 11, 9, 18, 8, 9];

function line(name: string, cells: readonly string[]): string {
  return `  ${name.padEnd(11)}` + cells.map((cell, i) => cell.padStart(WIDTHS[i]!)).join("");
}

const LABEL = {
  ttfa: "ttfa",
  ttfa_tail: "worst 5 %",
  slow_turns: "slow turns",
  relay_hop: "relay_hop",
} as const;

const MEANING = { slower: "bad", blind: "doubtful", none: "aside" } as const;

function row(cell: CellJudgement, paint: Paint): string {
  const { metric, base, candidate, effect, low, high, adjustedP, visible, finding } = cell;
  const show = cell.unit === "ms" ? formatMs : (v: number | undefined) => percent(v);
  const interval = `${signed(low, show)} … ${signed(high, show)}`;
  const p = adjustedP < 0.001 ? "<0.001" : adjustedP.toFixed(3);
  const cells = [show(base), show(candidate), signed(effect, show), interval, p, show(visible)];
  const text = line(LABEL[metric], cells);
  return finding === "none" ? text : paint(MEANING[finding], text);
}

function percent(share: number | undefined): string {
  return share === undefined ? "–" : `${(100 * share).toFixed(1)} %`;
}

function signed(value: number | undefined, show: (value: number) => string): string {
  if (value === undefined) return "–";
  return `${value < 0 ? "−" : "+"}${show(Math.abs(value))}`;
}

const SAID: Readonly<Record<GateReport["verdict"], string>> = {
  passed: "Passed: the candidate is not slower than the base",
  regression: "Regression: the candidate is slower than the base",
  inconclusive: "Inconclusive: a regression that matters could have gone unseen",
  invalid: "Not valid: nothing can be said",
  interrupted: "Interrupted: nothing can be said",
  unreachable: "Nothing was measured",
};

function verdictLines(
  { verdict, reasons, base, candidate, blocks, turns }: GateReport,
  paint: Paint,
) {
  const meaning = verdict === "passed" ? "good" : verdict === "inconclusive" ? "doubtful" : "bad";
  return [
    paint(meaning, SAID[verdict]),
    ...reasons.flatMap((reason) => wrap(reason)),
    paint("aside", `base ${base} · candidate ${candidate}`),
    paint("aside", `${plural(turns, "turn")} of each in ${plural(blocks, "block")}`),
  ];
}

function notes({ cells, rules, late }: GateReport, paint: Paint): string[] {
  if (cells.length === 0) return [];
  const note = "ms but for shares · p by Holm over all rows, fails at " +
    `${rules.alpha} and beyond ${rules.floorMs} ms · visible: what would be found 9 times in 10`;
  return [
    ...cells.filter(({ finding }) => finding === "slower").map((cell) =>
      paint("bad", slower(cell))
    ),
    ...cells.filter(({ finding }) => finding === "blind")
      .flatMap((cell) => wrap(blind(cell)).map((text) => paint("doubtful", text))),
    ...(late > 0 ? [`${plural(late, "turn")} were sent late and count for nothing`] : []),
    ...wrap(note).map((text) => paint("aside", text)),
  ];
}

function slower({ metric, region, effect, base, unit }: CellJudgement): string {
  const share = unit === "ms" ? ` (+${(100 * effect / base).toFixed(1)} %)` : "";
  const amount = unit === "ms" ? `${formatMs(effect)} ms` : percent(effect);
  return `✗ ${region}: ${LABEL[metric]} is ${amount}${share} up`;
}

function blind({ metric, region, visible, size, unit, needed }: CellJudgement): string {
  const show = (v: number) => unit === "ms" ? `${formatMs(v)} ms` : percent(v);
  const seen = visible === undefined
    ? "nothing could be seen"
    : `only ${show(visible)} could be seen`;
  return `? ${region}: ${LABEL[metric]}: ${seen}, and ${show(size)} matters: ` +
    `about ${needed!.blocks} blocks (${needed!.turns} turns of each) would do`;
}
