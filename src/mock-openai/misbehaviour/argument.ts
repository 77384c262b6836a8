/** How the text after a fault's colon is read. */
export interface Argument<A> {
  /** What it is, as in "is not …". */
  readonly what: string;
  readonly example: string;
  /** Stands where the text is left out. */
  readonly fallback?: A;
  /** `undefined` where the text is not `what`. */
  read(text: string): A | undefined;
}

const MS_PER = { ms: 1, s: 1000, min: 60_000 } as const;
const BYTES_PER = { B: 1, KiB: 1024, MiB: 1024 ** 2 } as const;
const MAX_BYTES = 256 * BYTES_PER.MiB;
const MAX_MS = 24 * 60 * MS_PER.min;

/** A number with a unit, in the unit of the factors. */
function quantity(text: string, factors: Readonly<Record<string, number>>): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(text);
  return match && Object.hasOwn(factors, match[2]!)
    ? Number(match[1]) * factors[match[2]!]!
    : undefined;
}

/** `800ms`, `3s`, `1.5min`, up to a day; in ms. */
export function readDurationMs(text: string): number | undefined {
  const ms = quantity(text, MS_PER);
  return ms !== undefined && ms <= MAX_MS ? ms : undefined;
}

export function duration(example: string, fallback?: number): Argument<number> {
  return {
    what: "a duration",
    example,
    ...(fallback === undefined ? {} : { fallback }),
    read: readDurationMs,
  };
}

/** `4KiB`, `20MiB`, up to 256 MiB; in bytes. */
export function size(what: string, example: string): Argument<number> {
  return {
    what,
    example,
    read: (text) => {
      const bytes = quantity(text, BYTES_PER);
      return bytes !== undefined && bytes >= 1 && bytes <= MAX_BYTES
        ? Math.round(bytes)
        : undefined;
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
