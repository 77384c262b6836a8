import { formatMs } from "../number.ts";
import { figureMarkup, legend } from "./chart.ts";
import type { AnsweredTurn, Cohort } from "./cohort.ts";
import { type Content, html, type Markup } from "./markup.ts";
import { type Segment, waterfall } from "./waterfall.ts";

const SHOWN = 10;

const LEGEND = [
  { colour: "endpointing", label: "until the service noticed the end of speech" },
  { colour: "think", label: "until the first audio" },
  { colour: "audible", label: "until it could be heard" },
  { colour: "reply", label: "until the response was done" },
] as const;

/** The turns whose callers waited longest, each with its events from the end of speech on. */
export function worstTurnsMarkup(cohorts: readonly Cohort[]): Markup {
  const turns = cohorts.flatMap(({ turns }) => turns)
    .sort((a, b) => b.ttfaMs - a.ttfaMs).slice(0, SHOWN);
  const endMs = Math.max(...turns.map((turn) => eventsOf(turn).at(-1)!.atMs));
  return figureMarkup({
    title: turns.length === 1 ? "The only answered turn" : `The ${turns.length} longest waits`,
    caption:
      "Each turn from the end of its speech, the longest wait first; the figure is its ttfa. Look the session up in turns.csv.",
    body: html`${
      waterfall(
        turns.map((turn) => ({
          label: nameOf(turn),
          value: formatMs(turn.ttfaMs),
          segments: segmentsOf(turn),
        })),
        endMs,
        `The longest waits: ${turns.map(({ ttfaMs }) => `${formatMs(ttfaMs)} ms`).join(", ")}`,
      )
    }${legend(LEGEND)}`,
    table: {
      head: [
        ...["turn", "began at (UTC)", "speech", "speech_stopped, ms", "first audio, ms"],
        ...["audible, ms", "response.done, ms", "rtt, ms", "worst lateness, ms"],
      ],
      rows: turns.map(rowOf),
    },
  });
}

function rowOf(turn: AnsweredTurn): readonly Content[] {
  return [
    nameOf(turn),
    new Date(turn.startedAtMs).toISOString().slice(11, 23),
    turn.fixture,
    formatMs(turn.endpointingMs),
    formatMs(turn.ttfaMs),
    formatMs(turn.ttfaAudibleMs),
    formatMs(turn.turnMs),
    formatMs(turn.rttMs),
    formatMs(turn.pacingMaxMs),
  ];
}

function nameOf({ tags, turn }: AnsweredTurn): string {
  // Most sessions are called after their region.
  const { region, sessionId } = tags;
  return `${sessionId.startsWith(region) ? "" : `${region} `}${sessionId}, turn ${turn}`;
}

interface Event {
  readonly colour: string;
  readonly atMs: number;
}

/** What happened until when, in the order of the figures; what was not measured is left out. */
function eventsOf(turn: AnsweredTurn): Event[] {
  const events = [turn.endpointingMs, turn.ttfaMs, turn.ttfaAudibleMs, turn.turnMs];
  return events.flatMap((atMs, i) =>
    atMs === undefined ? [] : [{ colour: LEGEND[i]!.colour, atMs }]
  );
}

function segmentsOf(turn: AnsweredTurn): Segment[] {
  let fromMs = 0;
  return eventsOf(turn).map(({ colour, atMs }) => {
    const segment = { colour, fromMs, toMs: Math.max(fromMs, atMs) };
    fromMs = segment.toMs;
    return segment;
  });
}
