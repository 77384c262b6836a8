import { formatMs, plural } from "../number.ts";
import type { SavedSession } from "../saved/saved_run.ts";
import { figureMarkup, legend } from "./chart.ts";
import { html, type Markup } from "./markup.ts";
import { type Segment, waterfall } from "./waterfall.ts";

/** More rows say no more. */
const MOST_ROWS = 30;

const PHASES = [
  { colour: "starting", label: "start: the instance comes up", short: "start" },
  { colour: "dns", label: "dns", short: "dns" },
  { colour: "tcp", label: "tcp", short: "tcp" },
  { colour: "tls", label: "tls", short: "tls" },
  { colour: "upgrade", label: "upgrade", short: "upgrade" },
  {
    colour: "ready",
    label: "session_ready: the bridge's own dial and the service",
    short: "ready",
  },
] as const;

type ColdStart = SavedSession & { readonly coldStartMs: number };

/** Each cold start with its phases, one after the other. */
export function coldStartsMarkup(sessions: readonly SavedSession[]): Markup | undefined {
  const all = sessions.filter((session): session is ColdStart => session.coldStartMs !== undefined);
  if (all.length === 0) return undefined;
  const slowestFirst = all.toSorted((a, b) => b.coldStartMs - a.coldStartMs);
  const shown = slowestFirst.slice(0, MOST_ROWS);
  const rows = shown.map((session) => ({ session, phases: phasesOf(session) }));
  const seen = PHASES.filter((_, i) => rows.some(({ phases }) => phases[i]! > 0));
  return figureMarkup({
    title: "Cold starts",
    caption:
      `From the spawn of an instance, or the first packet to an idle one, to session.created. ${
        shown.length < all.length
          ? `The slowest ${shown.length} of ${all.length}.`
          : `${plural(all.length, "start")}, the slowest first.`
      }`,
    body: html`${
      waterfall(
        rows.map(({ session, phases }) => ({
          label: session.tags.sessionId,
          value: formatMs(session.coldStartMs),
          segments: inARow(phases),
        })),
        slowestFirst[0]!.coldStartMs,
        `Cold starts of ${formatMs(slowestFirst.at(-1)!.coldStartMs)} to ${
          formatMs(slowestFirst[0]!.coldStartMs)
        } ms`,
      )
    }${legend(seen)}`,
    table: {
      head: ["session", ...PHASES.map(({ short }) => `${short}, ms`), "cold_start, ms"],
      rows: rows.map(({ session, phases }) => [
        session.tags.sessionId,
        ...phases.map((ms) => formatMs(ms)),
        formatMs(session.coldStartMs),
      ]),
    },
  });
}

/** ms of each of the phases; what comes before the dial is what the others leave. */
function phasesOf(session: ColdStart): number[] {
  const { coldStartMs, dnsMs = 0, tcpMs = 0, tlsMs = 0, upgradeMs = 0, sessionReadyMs = 0 } =
    session;
  const dial = [dnsMs, tcpMs, tlsMs, upgradeMs, sessionReadyMs];
  const before = coldStartMs - dial.reduce((sum, ms) => sum + ms, 0);
  return [Math.max(0, before), ...dial];
}

function inARow(phases: readonly number[]): Segment[] {
  let fromMs = 0;
  return phases.map((ms, i) => {
    const segment = { colour: PHASES[i]!.colour, fromMs, toMs: fromMs + ms };
    fromMs += ms;
    return segment;
  }).filter(({ fromMs, toMs }) => toMs > fromMs);
}
