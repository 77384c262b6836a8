import { plural } from "../number.ts";
import type { SavedTurn } from "../saved/saved_run.ts";
import { tableMarkup } from "./chart.ts";
import { html, type Markup } from "./markup.ts";

const SHOWN = 50;

/** What became of the turns that did not go well. */
export function failedTurnsMarkup(turns: readonly SavedTurn[]): Markup | undefined {
  const failed = turns.filter(({ outcome }) => outcome !== "ok");
  if (failed.length === 0) return undefined;
  const title = `${plural(failed.length, "turn")} that did not go well`;
  const table = {
    head: ["region", "session, turn", "began at (UTC)", "outcome", "error_code"],
    rows: failed.slice(0, SHOWN).map(({ tags, turn, startedAtMs, outcome, errorCode }) => [
      tags.region,
      `${tags.sessionId}, ${turn}`,
      new Date(startedAtMs).toISOString().slice(11, 23),
      outcome,
      errorCode,
    ]),
  };
  return html`<h3>${title}</h3>${
    failed.length > SHOWN
      ? html`<p class="hint">The first ${SHOWN}; all are in turns.csv.</p>`
      : undefined
  }${tableMarkup(table, title, "words")}`;
}
