import type { Outcome } from "../client/record.ts";
import { type Counts, total } from "../metrics/counts.ts";
import type { Distribution } from "../metrics/distribution.ts";
import { Summary } from "../metrics/summary.ts";
import { formatMs, plural } from "./number.ts";
import { outcomeCounts } from "./outcome_counts.ts";
import { partialNote } from "./partial_note.ts";
import type { RunReport } from "./run_json.ts";
import { verdictState } from "./verdict_finding.ts";

/** A text, or one that matters more; it does not break between words. */
export type Phrase = string | { readonly strong: string } | { readonly unbroken: string };

/** What a run came to, for whoever reads one line only. */
export interface Headline {
  readonly word: string;
  readonly tone: "good" | "bad" | "doubtful" | "plain";
  readonly sentence: readonly Phrase[];
}

export function headlineOf(report: RunReport): Headline {
  return { ...judgement(report), sentence: sentence(report) };
}

function judgement({ state, validity, thresholds }: RunReport): Omit<Headline, "sentence"> {
  if (state === "running") return { word: "Partial.", tone: "doubtful" };
  if (!validity.valid) return { word: "Not valid.", tone: "bad" };
  const broken = (["failed", "not measured"] as const)
    .map((state) => ({
      state,
      count: thresholds.filter((of) => verdictState(of) === state).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }, i) =>
      `${count} ${i === 0 ? `of ${plural(thresholds.length, "threshold")} ` : ""}${state}`
    );
  if (broken.length > 0) return { word: `${broken.join(", ")}.`, tone: "bad" };
  if (state === "interrupted") return { word: "Interrupted.", tone: "doubtful" };
  return thresholds.length > 0
    ? { word: "Passed.", tone: "good" }
    : { word: "Measured.", tone: "plain" };
}

function sentence({ histograms }: RunReport): Phrase[] {
  const summary = Summary.decode(histograms);
  const [ttfa, turns] = [summary.metric("ttfa"), summary.turns()];
  const attempts = total(turns);
  if (ttfa.count === 0) {
    return [attempts === 0 ? "There were no turns." : unheard(turns)];
  }
  return [
    "Half of the callers heard the first audio within ",
    { strong: `${formatMs(ttfa.percentile(50))} ms` },
    ...interval(ttfa, 50),
    "; one in a hundred waited ",
    { strong: `${formatMs(ttfa.percentile(99))} ms` },
    " or longer",
    ...interval(ttfa, 99),
    `. ${turns.ok ?? 0} of ${plural(attempts, "turn")} went well.`,
  ];
}

/** Why there is no time to first audio: a turn that went well may have been in text. */
function unheard(turns: Counts<Outcome>): string {
  const counts = outcomeCounts(turns).map(({ text }) => text).join(", ");
  return `None of ${plural(total(turns), "turn")} counts for a time to first audio: ${counts}.`;
}

/** Few turns say of a percentile only that it is not lower. */
function interval(ttfa: Distribution, percent: number): Phrase[] {
  const { low, high } = ttfa.interval(percent);
  if (low !== undefined && high !== undefined) {
    return [" ", { unbroken: `(${formatMs(low)} – ${formatMs(high)})` }];
  }
  const atLeast = low === undefined ? "" : `${formatMs(low)} or more: `;
  return [` (${atLeast}${plural(ttfa.count, "turn")} give it no upper bound)`];
}

/** What is wrong with the figures, and what else there is to know; sentences without a full stop. */
export function doubtsOf(report: RunReport): {
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
} {
  const { validity, warnings } = report;
  const partial = partialNote(report);
  return {
    reasons: validity.valid ? [] : validity.reasons,
    warnings: [...(partial === undefined ? [] : [partial]), ...warnings],
  };
}
