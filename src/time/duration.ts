const MS_PER = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 } as const;
/** The longest time that is taken. */
export const DAY_MS = 24 * MS_PER.h;

export type DurationUnit = keyof typeof MS_PER;

/** How durations are written, for messages about those that are not. */
export const DURATION_FORM = "a number with ms, s, min or h";

const NUMBER = String.raw`\d+(?:\.\d+)?`;
const BARE = new RegExp(`^${NUMBER}$`);
const WHOLE = new RegExp(`^(?:${NUMBER}(?:ms|s|min|m|h))+$`);
const PARTS = new RegExp(`(${NUMBER})(ms|s|min|m|h)`, "g");

/**
 * Reads `800ms`, `3s`, `1.5min` (or `1.5m`), `1h`, `1m30s`, up to a day; a number alone has the `bare`
 * unit.
 *
 * @returns ms; `undefined` where the text is no duration.
 */
export function readDurationMs(text: string, bare: DurationUnit = "ms"): number | undefined {
  const whole = BARE.test(text) ? text + bare : text;
  if (!WHOLE.test(whole)) return undefined;
  const ms = [...whole.matchAll(PARTS)]
    .reduce((sum, [, number, unit]) => sum + Number(number) * MS_PER[unit as DurationUnit], 0);
  return ms <= DAY_MS ? ms : undefined;
}
