import { DURATION_FORM, readDurationMs } from "../../time/duration.ts";

/** How the text after a fault's colon is read. */
export interface Argument<A> {
  /** What it is, as in "is not …". */
  readonly what: string;
  readonly example: string;
  /** How it is written, where that needs saying. */
  readonly form?: string;
  /** Stands where the text is left out. */
  readonly fallback?: A;
  /** `undefined` where the text is not `what`. */
  read(text: string): A | undefined;
}

const BYTES_PER: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1000,
  KiB: 1024,
  MB: 1000 ** 2,
  MiB: 1024 ** 2,
};
const MAX_BYTES = 256 * 1024 ** 2;

/** More than none, unless nothing given means none. */
export function duration(example: string, fallback?: number): Argument<number> {
  return {
    what: "a duration",
    example,
    form: `${DURATION_FORM}, up to 24h`,
    ...(fallback === undefined ? {} : { fallback }),
    read: (text) => {
      const ms = readDurationMs(text);
      return ms === 0 && fallback !== 0 ? undefined : ms;
    },
  };
}

/** `16KB` (of 1000 bytes), `4KiB` (of 1024), `20MiB`, bytes without a unit; up to 256 MiB, in bytes. */
export function size(what: string, example: string): Argument<number> {
  return {
    what,
    example,
    form: `a number of ${Object.keys(BYTES_PER).join(", ")}, up to 256MiB`,
    read: (text) => {
      const [, number, unit = "B"] = /^(\d+(?:\.\d+)?)(B|[Kk]i?B|Mi?B)?$/.exec(text) ?? [];
      const bytes = Math.round(Number(number) * BYTES_PER[unit.replace("k", "K")]!);
      return bytes >= 1 && bytes <= MAX_BYTES ? bytes : undefined;
    },
  };
}

/** A whole number that `accepts` allows. */
export function number(
  what: string,
  example: string,
  fallback: number,
  accepts: (value: number) => boolean,
): Argument<number> {
  return {
    what,
    example,
    fallback,
    read: (text) => /^\d{1,6}$/.test(text) && accepts(Number(text)) ? Number(text) : undefined,
  };
}

/** An error code or reason, e.g. `rate_limit_exceeded`. */
export function code(example: string): Argument<string> {
  const pattern = /^[a-z][a-z0-9_.]{0,63}$/;
  return {
    what: "an error code (lower case, digits, _)",
    example,
    read: (text) => pattern.test(text) ? text : undefined,
  };
}
