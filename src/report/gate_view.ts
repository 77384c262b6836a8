import { gateFindings, type Note } from "./gate_findings.ts";
import { shownDifference, shownShare, signed } from "./gate_amount.ts";
import { GATE_LABEL } from "./gate_label.ts";
import type { AnyGateReport, GateReport, HistoryReport } from "./gate_report.ts";
import { formatMs, plural } from "./number.ts";

/** A row of a gate's table: what it found of one metric. */
export interface GateRow {
  readonly label: string;
  readonly finding: AnyGateReport["cells"][number]["finding"];
  /** One for each column. */
  readonly cells: readonly string[];
}

/** All that any form of a gate's report says, in the order in which it is said. */
export interface GateView {
  readonly tone: "good" | "bad" | "doubtful";
  readonly verdict: string;
  readonly reasons: readonly string[];
  /** What was compared with what, and how much of it there was. */
  readonly facts: readonly string[];
  readonly columns: readonly string[];
  readonly regions: readonly { readonly name: string; readonly rows: readonly GateRow[] }[];
  readonly notes: readonly Note[];
  /** How to read the table; missing where there is none. */
  readonly legend?: string;
}

export function gateViewOf(report: AnyGateReport): GateView {
  const { verdict, cells, reasons } = report;
  const regions = [...new Set(cells.map(({ region }) => region))];
  const isHistory = "past" in report;
  return {
    tone: verdict === "passed" ? "good" : verdict === "inconclusive" ? "doubtful" : "bad",
    verdict: (isHistory ? SAID_OF_RUN : SAID)[verdict],
    reasons,
    facts: isHistory ? pastFacts(report) : duetFacts(report),
    columns: [...(isHistory ? PAST_COLUMNS : DUET_COLUMNS), "p", "visible"],
    regions: regions.map((name) => ({
      name,
      rows: cells.filter(({ region }) => region === name).map(rowOf),
    })),
    notes: gateFindings(report),
    ...(cells.length > 0 && { legend: legendOf(report) }),
  };
}

const DUET_COLUMNS = ["base", "candidate", "effect", "95 % interval"];
const PAST_COLUMNS = ["past", "this run", "effect", "usual, 95 %"];

const SAID: Readonly<Record<GateReport["verdict"], string>> = {
  passed: "Passed: no regression of the size that matters was found",
  regression: "Regression: the candidate is slower than the base",
  inconclusive: "Inconclusive: a regression that matters could have gone unseen",
  invalid: "Not valid: nothing can be said",
  interrupted: "Interrupted: nothing can be said",
  unreachable: "Nothing was measured",
};

const SAID_OF_RUN: typeof SAID = {
  ...SAID,
  regression: "Regression: the run is slower than past runs",
};

function rowOf(cell: AnyGateReport["cells"][number]): GateRow {
  const { metric, base, candidate, effect, adjustedP, visible, finding, unit } = cell;
  const show = unit === "ms" ? formatMs : shownShare;
  const differs = (by: number) => shownDifference(unit, by);
  const p = adjustedP < 0.001 ? "<0.001" : adjustedP.toFixed(3);
  return {
    label: GATE_LABEL[metric],
    finding,
    cells: [
      ...[show(base), show(candidate), signed(effect, differs), intervalOf(cell)],
      ...(finding === "unsettled" ? ["–", "–"] : [p, shownDifference(unit, visible)]),
    ],
  };
}

/** Of the effect, or for a run of what was to be expected of it. */
function intervalOf(cell: AnyGateReport["cells"][number]): string {
  if (!("runs" in cell)) {
    const differs = (by: number) => shownDifference(cell.unit, by);
    return `${signed(cell.low, differs)} … ${signed(cell.high, differs)}`;
  }
  const show = cell.unit === "ms" ? formatMs : shownShare;
  return cell.expected ? `${show(cell.expected.low)} … ${show(cell.expected.high)}` : "–";
}

function duetFacts({ base, candidate, turns, blocks }: GateReport): string[] {
  return [
    `base ${base} · candidate ${candidate}`,
    `${plural(turns, "turn")} of each in ${plural(blocks, "block")}`,
  ];
}

function pastFacts({ base, candidate, past, leftOut, turns }: HistoryReport): string[] {
  const others = Object.entries(leftOut).map(([reason, count]) => `${count} ${reason}`);
  return [
    `run ${candidate}, ${plural(turns, "turn")}`,
    `${plural(past.length, "comparable run")} in ${base}` +
    (others.length > 0 ? `; left out: ${others.join(", ")}` : ""),
  ];
}

function legendOf(report: AnyGateReport): string {
  const { floorMs } = report.rules;
  const usual = "past" in report ? "usual: what 95 of 100 runs show if nothing has changed · " : "";
  return `ms; slow turns differ by points · ${usual}p by Holm over all rows, fails ${
    levelOf(report)
  } and beyond ` +
    `${floorMs} ms · visible: what would be found 9 times in 10${stoppingOf(report)}`;
}

/** Where several looks share the error rate, each has its part. */
function levelOf(report: AnyGateReport): string {
  const { rules: { alpha } } = report;
  if ("past" in report || report.lookAlpha === alpha) return `at ${alpha}`;
  const looks = Math.round(alpha / report.lookAlpha);
  return `at ${formatAlpha(report.lookAlpha)} in each of up to ${looks} looks, ${alpha} in all,`;
}

function formatAlpha(alpha: number): string {
  return `${Number(alpha.toPrecision(2))}`;
}

function stoppingOf(report: AnyGateReport): string {
  if ("past" in report || report.lookAlpha === report.rules.alpha) return "";
  return ` · the interval is of the last look, and not corrected for stopping (up to ${report.maxBlocks} blocks)`;
}
