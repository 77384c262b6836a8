import type { SavedRun } from "../saved/saved_run.ts";
import { anatomyMarkup } from "./anatomy.ts";
import { CHARTS_JS, CONTENT_SECURITY_POLICY, REPORT_CSS, UPLOT_CSS, UPLOT_JS } from "./assets.ts";
import { cohortsOf } from "./cohort.ts";
import { coldStartsMarkup } from "./cold_starts.ts";
import { failedTurnsMarkup } from "./failed_turns.ts";
import { html, type Markup } from "./markup.ts";
import { pacingMarkup } from "./pacing.ts";
import { regionsMarkup } from "./regions.ts";
import { resultsMarkup } from "./results.ts";
import { runFacts, whenAndHowLong } from "./run_facts.ts";
import { timelineMarkup } from "./timeline.ts";
import { verdictMarkup } from "./verdict.ts";
import { waitsMarkup } from "./waits.ts";
import { worstTurnsMarkup } from "./worst_turns.ts";

/** `report.html`: one file that opens without a network, and runs no script but its own. */
export function renderHtml(run: SavedRun): string {
  const { report } = run;
  return html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>ttfa: run ${report.runId}</title>
        <style>${UPLOT_CSS}${REPORT_CSS}</style>
      </head>
      <body>
        <header>
          <p class="brand">ttfa</p>
          <h1>How long callers waited</h1>
          <p class="meta">Run ${report.runId} · ${whenAndHowLong(report)}${targets(
            report.config,
          )}</p>
        </header>
        <main>
    ${verdictMarkup(report)}
    <section><h2>Results by region and scenario</h2>${resultsMarkup(report)}</section>
    ${charts(run)}
    ${runFacts(report)}
        </main>
        <footer>
          <p>Made by ttfa, a load tester and latency profiler for realtime voice bridges.</p>
        </footer>
        <script>${UPLOT_JS}</script>
        <script type="module">${CHARTS_JS}</script>
      </body>
    </html>
  `.text.trimStart();
}

function charts(run: SavedRun): Markup {
  const cohorts = cohortsOf(run);
  const { turns, sessions } = run;
  const isAnswered = cohorts.length > 0;
  return html`${
    section(
      "Time to first audio",
      ...(isAnswered ? [anatomyMarkup, waitsMarkup, regionsMarkup].map((of) => of(cohorts)) : []),
    )
  }${section("The run", turns.length > 0 ? timelineMarkup(turns) : undefined, pacingMarkup(run))}${
    section("Starts", coldStartsMarkup(sessions))
  }${
    section(
      "Single turns",
      isAnswered ? worstTurnsMarkup(cohorts) : undefined,
      failedTurnsMarkup(turns),
    )
  }`;
}

/** Nothing where there is nothing to show. */
function section(title: string, ...parts: readonly (Markup | undefined)[]): Markup | undefined {
  if (parts.every((part) => part === undefined)) return undefined;
  return html`<section><h2>${title}</h2>${parts}</section>`;
}

/** The targets' addresses, where they are not the bundled bridge. */
function targets(config: unknown): string {
  const { regions = [] } = config as { regions?: readonly { name: string; url?: string }[] };
  const named = regions.map(({ name, url }) => url === undefined ? name : `${name} ${url}`);
  return named.length > 0 ? ` · ${named.join(", ")}` : "";
}
