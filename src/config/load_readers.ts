/** Readers of the flags that shape the load: durations, rates, stages. */
import { readDurationMs } from "../time/duration.ts";
import { readAll } from "./read_all.ts";
import { type Reader, RuleError } from "./readers.ts";

const MS_PER: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };
const NUMBER = String.raw`\d+(?:\.\d+)?`;
const RATE = new RegExp(`^(${NUMBER})/(s|m|h)$`);
/** Sessions, or sessions in a unit of time. */
const MAX_LEVEL = 10_000;

/** `500ms`, `10s`, `1m30s`, `2h` as ms, at least `minMs`, at most a day. */
export function duration(minMs: number): Reader<number> {
  return (text) => {
    // Without a unit most people would mean seconds, elsewhere ms are taken.
    const ms = /\D$/.test(text) ? readDurationMs(text) ?? NaN : NaN;
    if (ms >= minMs) return ms;
    const range = minMs > 0 ? "above 0 and up to a day" : "of up to a day";
    throw new RuleError(
      `'${text}' is not a time ${range}`,
      "give one with its unit, e.g. 10s or 1m30s",
    );
  };
}

/** How often something happens. */
export interface Rate {
  readonly perSecond: number;
  /** The unit it was given in: a second, a minute or an hour. */
  readonly unitMs: number;
}

/** `2/s`, `90/m`, `0.5/s`. */
export const rate: Reader<Rate> = (text) => {
  const [, count, unit] = RATE.exec(text) ?? [];
  const unitMs = MS_PER[unit ?? ""] ?? NaN;
  const perSecond = Number(count) * 1000 / unitMs;
  if (perSecond <= MAX_LEVEL) return { perSecond, unitMs };
  throw new RuleError(`'${text}' is not a rate up to ${MAX_LEVEL}/s`, "give one, e.g. 2/s or 30/m");
};

/** `30s:10,1m:50`: in so much time to such a level. */
export const stages: Reader<readonly (readonly [durationMs: number, to: number])[]> = (text) =>
  readAll(text.split(","), stage);

const stage: Reader<readonly [durationMs: number, to: number]> = (part) => {
  const [time = "", level = "", ...rest] = part.trim().split(":");
  const to = new RegExp(`^${NUMBER}$`).test(level) ? Number(level) : NaN;
  if (rest.length === 0 && to <= MAX_LEVEL) return [duration(0)(time), to];
  throw new RuleError(
    `'${part.trim()}' is no stage`,
    `write time:level with a level up to ${MAX_LEVEL}, e.g. 30s:10,1m:50,10s:0`,
  );
};

/** A share from 0 to 1; the example is for whoever gives none. */
export function share(example: number): Reader<number> {
  return (text) => {
    const value = new RegExp(`^${NUMBER}$`).test(text) ? Number(text) : NaN;
    if (value <= 1) return value;
    throw new RuleError(`'${text}' is not a number from 0 to 1`, `give one, e.g. ${example}`);
  };
}

const MAX_WORKERS = 64;

/** A number of threads, or `auto`. */
export const workers: Reader<number | "auto"> = (text) => {
  if (text === "auto") return text;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= 1 && value <= MAX_WORKERS) return value;
  const rule = `'${text}' is neither auto nor a whole number from 1 to ${MAX_WORKERS}`;
  throw new RuleError(rule, "give one, e.g. 2");
};
