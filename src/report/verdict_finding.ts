import type { Verdict } from "../metrics/verdict.ts";

/** Whether a threshold was met; what was not measured is neither met nor broken, and no pass. */
export function verdictState({ passed, observed }: Verdict): "passed" | "failed" | "not measured" {
  return passed ? "passed" : observed === undefined ? "not measured" : "failed";
}

/** `observed 928.499, not < 700`: more digits than a table, so that the figure is seen on its side. */
export function verdictFinding({ threshold, observed, reason, note }: Verdict): string {
  const isShare = threshold.subject.kind === "share";
  const figure = observed === undefined
    ? []
    : [`observed ${Number(isShare ? observed.toPrecision(3) : observed.toFixed(3))}`];
  const found = [...figure, ...(reason === undefined ? [] : [reason])].join(", ");
  return note === undefined ? found : `${found} (${note})`;
}
