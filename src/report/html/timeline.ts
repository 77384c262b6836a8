import { OUTCOMES } from "../../client/record.ts";
import { formatMs, plural } from "../number.ts";
import type { SavedTurn } from "../saved/saved_run.ts";
import { figureMarkup, legend, type Plot, plotMarkup } from "./chart.ts";
import { html, type Markup } from "./markup.ts";

/** Of each outcome: more would hide one another, and make the file large. */
const MOST_DOTS = 2000;
const LONGEST_KEPT = 200;
const SLICES = 10;

/** Every turn when it began, with how long its caller waited or what became of it. */
export function timelineMarkup(turns: readonly SavedTurn[]): Markup {
  const sorted = turns.toSorted((a, b) => a.startedAtMs - b.startedAtMs);
  const startMs = sorted[0]!.startedAtMs;
  const groups = OUTCOMES
    .map((outcome) => ({ outcome, turns: sorted.filter((turn) => turn.outcome === outcome) }))
    .filter(({ turns }) => turns.length > 0);
  const shown = groups.flatMap(({ turns }) => thinned(turns))
    .sort((a, b) => a.startedAtMs - b.startedAtMs);
  const plot: Plot = {
    kind: "dots",
    x: shown.map(({ startedAtMs }) => (startedAtMs - startMs) / 1000),
    xUnit: "s",
    yUnit: "ms",
    series: groups.map(({ outcome }) => ({
      label: outcome,
      colour: colourOf(outcome),
      values: shown.map((turn) => turn.outcome === outcome ? turn.ttfaMs ?? 0 : null),
    })),
  };
  const left = turns.length - shown.length;
  const words = groups.map(({ outcome, turns }) => `${turns.length} ${outcome}`);
  return figureMarkup({
    title: "Turns over time",
    caption:
      html`Each dot is a turn, where it began, as high as its caller waited; a turn without audio stands on the base line. A slope or a step is something that changed during the run.${
        left > 0
          ? ` ${
            plural(left, "turn")
          } are left out, evenly and none of the longest, to keep the dots apart.`
          : ""
      }`,
    body: html`${plotMarkup(plot, `Turns over time: ${words.join(", ")}`)}${
      legend(groups.map(({ outcome, turns }) => ({
        label: `${turns.length} ${outcome}`,
        colour: colourOf(outcome),
      })))
    }`,
    table: {
      head: ["from, s", "turns", "ok", "ttfa p50 of these, ms", "others"],
      rows: tableRows(sorted, startMs),
    },
  });
}

function tableRows(sorted: readonly SavedTurn[], startMs: number) {
  const stepMs = Math.max(1, sorted.at(-1)!.startedAtMs - startMs + 1) / SLICES;
  return Array.from({ length: SLICES }, (_, i) => {
    const [fromMs, toMs] = [startMs + i * stepMs, startMs + (i + 1) * stepMs];
    const own = sorted.filter(({ startedAtMs }) => startedAtMs >= fromMs && startedAtMs < toMs);
    const ok = own.filter(({ outcome }) => outcome === "ok");
    const waits = ok.flatMap(({ ttfaMs }) => ttfaMs ?? []).sort((a, b) => a - b);
    const others = own.filter(({ outcome }) => outcome !== "ok").map(({ outcome }) => outcome);
    const counts = [...new Set(others)]
      .map((name) => `${others.filter((other) => other === name).length} ${name}`);
    return [
      (i * stepMs / 1000).toFixed(1),
      own.length,
      ok.length,
      formatMs(waits[Math.ceil(waits.length / 2) - 1]),
      counts.join(", "),
    ];
  });
}

/** Evenly fewer, but for the longest waits. */
function thinned(turns: readonly SavedTurn[]): readonly SavedTurn[] {
  if (turns.length <= MOST_DOTS) return turns;
  const slowestFirst = turns.toSorted((a, b) => (b.ttfaMs ?? 0) - (a.ttfaMs ?? 0));
  const longest = new Set(slowestFirst.slice(0, LONGEST_KEPT));
  const others = turns.filter((turn) => !longest.has(turn));
  const count = MOST_DOTS - LONGEST_KEPT;
  const evenly = Array.from(
    { length: count },
    (_, i) => others[Math.floor(i * others.length / count)]!,
  );
  return [...longest, ...evenly];
}

/** What was the target's doing, what was ours, and what was nobody's. */
function colourOf(outcome: SavedTurn["outcome"]): string {
  if (outcome === "ok") return "accent";
  return outcome === "late_generator" || outcome === "interrupted" ? "doubtful" : "bad";
}
