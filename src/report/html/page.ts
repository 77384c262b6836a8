import type { SavedRun } from "../saved/saved_run.ts";
import { anatomyMarkup } from "./anatomy.ts";
import { cohortsOf } from "./cohort.ts";
import { coldStartsMarkup } from "./cold_starts.ts";
import { documentText } from "./document.ts";
import { failedTurnsMarkup } from "./failed_turns.ts";
import { fleetMarkup } from "./fleet.ts";
import { html, type Markup } from "./markup.ts";
import { pacingMarkup } from "./pacing.ts";
import { regionsMarkup } from "./regions.ts";
import { resultsMarkup } from "./results.ts";
import { runFacts, whenAndHowLong } from "./run_facts.ts";
import { timelineMarkup } from "./timeline.ts";
import { verdictMarkup } from "./verdict.ts";
import { waitsMarkup } from "./waits.ts";
import { worstTurnsMarkup } from "./worst_turns.ts";

/** `report.html`, with everything. */
export function renderHtml(run: SavedRun): string {
  const { report } = run;
  const { runId, config } = report;
  return documentText({
    title: `ttfa: run ${runId}`,
    heading: "How long callers waited",
    about: `Run ${runId} · ${whenAndHowLong(report)}${targets(config)}`,
    main: html`
      ${verdictMarkup(report)}
      <section><h2>Results by region and scenario</h2>${resultsMarkup(report)}</section>
      ${charts(run)}
      ${runFacts(report)}
    `,
  });
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
    section("The fleet", fleetMarkup(run.report.fleet))
  }${section("Starts", coldStartsMarkup(sessions))}${
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
