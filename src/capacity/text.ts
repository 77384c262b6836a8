import { isTooMany } from "../metrics/tolerated.ts";
import { formatMs, plural } from "../report/number.ts";
import type { Paint } from "../report/paint.ts";
import { wrap } from "../report/wrap.ts";
import type { Part } from "./culprit.ts";
import type { Result, Trial } from "./result.ts";
import type { Votes } from "./search.ts";
import type { Signs } from "./signs.ts";

const COLUMNS: readonly (readonly [title: string, cell: (signs: Signs) => string])[] = [
  ["ttfa", ({ p95Ms }) => formatMs(p95Ms.ttfa)],
  ["rtt", ({ p95Ms }) => formatMs(p95Ms.rtt)],
  ["bridge_rtt", ({ p95Ms }) => formatMs(p95Ms.bridge_rtt)],
  ["relay_hop", ({ p95Ms }) => formatMs(p95Ms.relay_hop)],
  ["bridge CPU", ({ bridge }) => cpu(bridge?.cpuShare)],
  ["mock CPU", ({ upstream }) => cpu(upstream?.cpuShare)],
];
const WIDTH = 11;

/** Above the lines of the table. */
export function tableHead(): string {
  const titles = COLUMNS.map(([title]) => title.padStart(WIDTH)).join("");
  return `clients${titles}   (p95 in ms)`;
}

/** One run of the search, as a line of the table. */
export function trialLine({ clients, passed, thresholds, signs }: Trial, paint: Paint): string {
  const cells = COLUMNS.map(([, cell]) => cell(signs).padStart(WIDTH)).join("");
  return `${String(clients).padStart(7)}${cells}   ${outcome(passed)}`;

  function outcome(passed: boolean): string {
    const notes = thresholds.flatMap(({ note }) => note ?? []);
    if (passed) return [paint("good", "✓"), ...notes.map((note) => paint("aside", note))].join(" ");
    if (signs.generatorLate) return paint("bad", "✗ generator late");
    const broken = thresholds.filter((verdict) => !verdict.passed)
      .map(({ threshold }) => threshold.expression);
    return paint("bad", `✗ ${broken.length > 0 ? broken.join(", ") : lost(signs)}`);
  }
}

function lost({ failedShare, turnedAwayShare }: Signs): string {
  if (isTooMany(failedShare, 1)) return `${percent(failedShare)} of the turns failed`;
  if (isTooMany(turnedAwayShare, 1)) return `${percent(turnedAwayShare)} were not let in`;
  return "too much was lost";
}

/** The answer, with all that must be said beside it. */
export function verdictText(result: Result, max: number): string {
  return `${verdict(result, max).flatMap((line) => wrap(line)).join("\n")}\n`;
}

function verdict(result: Result, max: number): string[] {
  const { end, clients, failed, gaveOut, perCore } = result;
  const unfinished = END[end] === undefined ? [] : [END[end]!];
  if (!gaveOut) {
    const bound = end === "found"
      ? `${max} are the most that were allowed`
      : "nothing gave out yet";
    return [...unfinished, `At least ${clients} clients: ${bound}.`];
  }
  const why = gaveOut.evidence.length > 0 ? ` (${gaveOut.evidence.join("; ")})` : "";
  const who = `${GAVE_OUT[gaveOut.part]}${why}`;
  const lines = gaveOut.part === "generator"
    ? [
      clients === 0 ? `No figure: ${who}.` : `At least ${clients} clients, a lower bound: ${who}.`,
      "Give more --workers where there are cores for them, or measure from another machine.",
    ]
    : clients === 0
    ? [`Not even one client meets the thresholds: ${who}.`]
    : [
      `${clients} clients met the thresholds${inRuns(result.votes.clients)}, ` +
      `${failed} did not${inRuns(result.votes.failed)}: ${who}.`,
      ...disagreement(result),
    ];
  const perCoreLine = `One core of this bridge would hold about ${perCore} clients.`;
  return [...unfinished, ...lines, ...(perCore === undefined ? [] : [perCoreLine])];
}

function inRuns(votes: Votes | undefined): string {
  return votes ? ` (in ${votes.met} of ${plural(votes.of, "run")})` : "";
}

/** Levels on which the runs did not agree are where the true figure may lie as well. */
function disagreement({ clients, failed, range: [low, high] }: Result): string[] {
  if (low >= clients && high <= (failed ?? clients)) return [];
  return [`Runs with ${low} to ${high} clients did not agree.`];
}

const END: { readonly [end in Result["end"]]?: string } = {
  "out of time": "Out of time (--max-minutes) before the answer; what follows is how far it came.",
  unmeasured: "A run measured nothing, as said above; what follows is how far the search came.",
  interrupted: "Interrupted; what follows is how far the search came.",
};

const GAVE_OUT: Readonly<Record<Part, string>> = {
  generator: "this generator gave out first",
  bridge: "the bridge gave out, or the way to it",
  upstream: "the upstream gave out, or the bridge's way to it",
  unknown: "who gave out cannot be told from here",
};

function cpu(share: number | undefined): string {
  return share === undefined ? "–" : percent(share);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
