import { slidingDbfs } from "./level.ts";

/** Where speech begins and ends, both inclusive. */
export interface SpeechBounds {
  readonly firstSpeechSample: number;
  readonly lastSpeechSample: number;
}

const WINDOW_MS = 10;
const EDGE_WINDOW_MS = 2;
const RUMBLE_HZ = 120;
/** Speech stands this far over the noise floor. */
const MARGIN_DB = 10;
/** And reaches down to this far under its own loud parts, however silent the rest is. */
const RANGE_DB = 40;
/** A sound that is surely speech and not a knock stays this far over the threshold for this long. */
const CORE_MARGIN_DB = 6;
const CORE_MS = 50;
/** What is shorter is a click: with its window, one of 5 ms is active for 15. */
const SHORTEST_MS = 22;
/** Softer sounds belong to speech this near. The closure before a final plosive lasts less. */
const REACH_MS = 250;

/** One way to look at the signal, and the level in dBFS from which it shows speech. */
interface View {
  readonly signal: Float64Array;
  readonly threshold: number;
}

/**
 * Finds the first and last speech sample by energy against the noise floor, or nothing where no
 * sound stands out. Two views are taken: one without rumble, which shows voice down to a final
 * nasal, and one with its high frequencies raised, which shows a soft final fricative that hum
 * would hide. Each has its own floor, the 5th percentile of its 10 ms levels; speech is where either
 * stands out. What is too short for speech is a click; what is soft counts near loud speech only.
 * docs/speech.md gives the measured accuracy.
 */
export function findSpeech(samples: Int16Array, sampleRateHz: number): SpeechBounds | undefined {
  // The end is the onset of the reversed signal, so that no filter rings beyond it.
  const first = findOnset(samples, sampleRateHz);
  const lastFromEnd = findOnset(samples.toReversed(), sampleRateHz);
  if (first === undefined || lastFromEnd === undefined) return undefined;
  return { firstSpeechSample: first, lastSpeechSample: samples.length - 1 - lastFromEnd };
}

function findOnset(samples: Int16Array, sampleRateHz: number): number | undefined {
  const perMs = Math.round(sampleRateHz / 1000);
  const voice = withoutRumble(
    withoutRumble(Float64Array.from(samples), sampleRateHz),
    sampleRateHz,
  );
  const views = [voice, emphasised(voice)].map((signal): View => ({
    signal,
    threshold: speechThreshold(slidingDbfs(signal, WINDOW_MS * perMs, perMs)),
  }));
  const window = firstSpeechWindow(excessDb(views, WINDOW_MS * perMs, perMs));
  return window === undefined ? undefined : placeOnset(views, window * perMs, perMs);
}

/** First-order high-pass at {@linkcode RUMBLE_HZ}. */
function withoutRumble(signal: Float64Array, sampleRateHz: number): Float64Array {
  const pole = Math.exp((-2 * Math.PI * RUMBLE_HZ) / sampleRateHz);
  let output = 0;
  return signal.map((x, i) => output = pole * output + (i === 0 ? 0 : x - signal[i - 1]!));
}

/** The difference of neighbours: +6 dB per octave, so that hiss weighs as much as vowels. */
function emphasised(signal: Float64Array): Float64Array {
  return signal.map((x, i) => i === 0 ? 0 : x - signal[i - 1]!);
}

function speechThreshold(levels: Float64Array): number {
  const sorted = levels.toSorted();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? -Infinity;
  return Math.max(at(0.05) + MARGIN_DB, at(0.95) - RANGE_DB);
}

/** How far each window stands over the threshold, in the view where it stands out most. */
function excessDb(views: readonly View[], window: number, hop: number): Float64Array {
  const excess = views.map(({ signal, threshold }) =>
    slidingDbfs(signal, window, hop).map((level) => level - threshold)
  );
  return excess.reduce((a, b) => a.map((value, i) => Math.max(value, b[i]!)));
}

/** The first window of the first run that has a core, or of the soft runs in reach before it. */
function firstSpeechWindow(excess: Float64Array): number | undefined {
  const runs = runsOver(excess, 0, SHORTEST_MS);
  const core = runsOver(excess, CORE_MARGIN_DB, CORE_MS)[0];
  if (core === undefined) return undefined;
  let first = runs.findIndex((run) => run.from <= core.from && core.to <= run.to);
  while (first > 0 && runs[first]!.from - runs[first - 1]!.to <= REACH_MS) first--;
  return runs[first]!.from;
}

/** The half-open stretches of at least `shortest` windows at or over `limit`. */
function runsOver(
  excess: Float64Array,
  limit: number,
  shortest: number,
): { from: number; to: number }[] {
  const runs = [];
  let from = 0;
  for (let i = 0; i <= excess.length; i++) {
    if (i < excess.length && excess[i]! >= limit) continue;
    if (i - from >= shortest) runs.push({ from, to: i });
    from = i + 1;
  }
  return runs;
}

/** The first sample over the threshold, within a window that is over it as a whole. */
function placeOnset(views: readonly View[], start: number, perMs: number): number {
  const end = start + WINDOW_MS * perMs;
  const parts = views.map((view) => ({ ...view, signal: view.signal.subarray(start, end) }));
  const small = EDGE_WINDOW_MS * perMs;
  // A small window is over the threshold once its last sample is speech.
  return start + excessDb(parts, small, 1).findIndex((excess) => excess >= 0) + small - 1;
}
