import { formatDuration } from "../number.ts";
import type { RunReport } from "../run_json.ts";
import { html, type Markup } from "./markup.ts";

/** Where, when and with what it was measured. */
export function runFacts({ config, environment }: RunReport): Markup {
  const { ttfa, deno, os, cpus, load } = environment;
  const loads = (load ?? []).map((value) => value.toFixed(1)).join(", ");
  return html`
    <section class="facts">
      <h2>How it was measured</h2>
      <p>ttfa ${ttfa} on Deno ${deno}, ${os}, ${cpus} CPUs, load average ${loads} at the start.
    Only turns that went well enter the percentiles. Intervals are 95 %, whatever the distribution; they take turns for independent of one another.</p>
      <details>
        <summary>The configuration of the run</summary>
        <pre tabindex="0" aria-label="Configuration as JSON">${JSON.stringify(
          config,
          null,
          2,
        )}</pre>
      </details>
    </section>
  `;
}

/** `2026-01-02 03:04:05 UTC, 30 s`. */
export function whenAndHowLong({ startedAt, endedAt }: RunReport): string {
  const [, day, time] = /^(\S+)T(\d\d:\d\d:\d\d)/.exec(new Date(startedAt).toISOString())!;
  const lasted = endedAt === undefined ? undefined : Date.parse(endedAt) - Date.parse(startedAt);
  const length = lasted === undefined ? "" : `, ${formatDuration(lasted)}`;
  return `${day} ${time} UTC${length}`;
}
