import type { RunReport } from "../run_json.ts";
import type { SummaryRow } from "../../metrics/summary.ts";
import { formatMs } from "../number.ts";
import type { SavedRun, SavedTurn } from "../saved/saved_run.ts";
import { figureMarkup, legend } from "./chart.ts";
import { type Content, html, type Markup } from "./markup.ts";
import { waterfall } from "./waterfall.ts";

/** How punctual the generator itself was, and by how much its figures may be off where that is known. */
export function pacingMarkup({ report, turns }: SavedRun): Markup | undefined {
  const frames = report.summary.filter(({ metric, count }) => metric === "pacing" && count > 0);
  const limitMs = lateLimitOf(report);
  if (frames.length === 0) return worstOnly(turns);
  const endMs = Math.max(...frames.map(({ max }) => max!), limitMs ?? 0);
  return figureMarkup({
    title: "How punctual this generator was",
    caption:
      html`How long after they were due frames left: up to p99 (block), and to the latest of all (line).${
        limitMs === undefined
          ? ""
          : ` A turn with a frame over ${limitMs} ms late counts as late_generator.`
      }${errorBars(report)}`,
    body: html`${
      waterfall(
        frames.map((row) => ({
          label: nameOf(row),
          value: `p99 ${formatMs(row.p99)}`,
          segments: [
            { colour: "whisker", fromMs: row.p99!, toMs: row.max! },
            { colour: "interval", fromMs: 0, toMs: row.p99! },
            ...(limitMs === undefined
              ? []
              : [{ colour: "limit", fromMs: limitMs - endMs / 500, toMs: limitMs }]),
          ],
        })),
        endMs,
        frames.map((row) => `${nameOf(row)}: p99 ${formatMs(row.p99)} ms`).join("; "),
      )
    }${
      legend([
        { label: "up to p99", colour: "interval" },
        { label: "to the latest", colour: "whisker" },
        ...(limitMs === undefined ? [] : [{ label: "the limit", colour: "limit" }]),
      ])
    }`,
    table: {
      head: ["region", "frames", "p50, ms", "p90", "p99", "p99.9", "max"],
      rows: frames.map((row) => [
        ...[nameOf(row), row.count, formatMs(row.p50), formatMs(row.p90), formatMs(row.p99)],
        ...[formatMs(row.p999), formatMs(row.max)],
      ]),
    },
  });
}

function nameOf({ region, scenario }: SummaryRow): string {
  return `${region} · ${scenario}`;
}

/** A run that never ended has kept the lateness of its worst frames only, with their turns. */
function worstOnly(turns: readonly SavedTurn[]): Markup | undefined {
  const worst = turns.flatMap(({ pacingMaxMs }) => pacingMaxMs ?? []).sort((a, b) => b - a);
  if (worst.length === 0) return undefined;
  return html`
    <figure>
      <figcaption>
        <h3>How punctual this generator was</h3>
        <p>The latest frame of all left ${formatMs(
          worst[0],
        )} ms after it was due; in half of the turns none was more than ${formatMs(
          worst[worst.length >> 1],
        )} ms late.</p>
      </figcaption>
    </figure>
  `;
}

function lateLimitOf({ config }: RunReport): number | undefined {
  const { lateLimit } = config as { lateLimit?: unknown };
  return typeof lateLimit === "number" ? lateLimit : undefined;
}

/** Of a run whose instrument was calibrated, and as far as it is known. */
function errorBars({ instrument }: RunReport): Content {
  if (!instrument) return undefined;
  const { ttfa, rtt, lacksTls } = instrument;
  const bars = Object.entries({ ttfa, rtt }).map(([metric, { p50Ms, p99Ms }]) => {
    if (p50Ms === undefined || p99Ms === undefined) return undefined;
    const [p50, p99] = [formatMs(p50Ms), formatMs(p99Ms)];
    return html`
      Its own error in ${metric} was at most <b>± ${p50} ms</b> at p50 and <b>± ${p99} ms</b> at p99.
    `;
  });
  return [
    ...bars,
    lacksTls ? "That was calibrated without TLS, whose own work is not in it." : undefined,
  ];
}
