import { OTHER_FLAGS } from "./bench_flags.ts";
import { single } from "./flag.ts";
import { duration, share } from "./load_readers.ts";
import { integer, positive, type Reader, RuleError } from "./readers.ts";

/** A majority of an even number may not be one. */
const odd: Reader<number> = (text) => {
  const value = integer(1, 99)(text);
  if (value % 2 === 1) return value;
  throw new RuleError(`'${text}' is even, and half is no majority`, "give 1, 3 or 5");
};

/** The flags of `capacity` that steer the search. */
export const SEARCH_FLAGS = {
  first: single(
    "--start <n>",
    "clients to begin with, then twice as many",
    integer(1, 10_000),
    "5",
  ),
  max: single("--max-clients <n>", "never more, in each region", integer(1, 10_000), "1000"),
  repeats: single("--repeats <n>", "a majority of so many runs decides a level", odd, "3"),
  precision: single(
    "--precision <share>",
    "end when what passed and what failed are this close",
    share(0.03),
    "0.03",
  ),
  stepDuration: single(
    "--step-duration <time>",
    "each run, when all its clients have dialled",
    duration(1000),
    "20s",
  ),
  maxMinutes: single("--max-minutes <n>", "the search, at most", positive(1440), "30"),
};

const { coldStart: _cold, idleWait: _wait, maxMinutes: _billed, ...others } = OTHER_FLAGS;
// A level that fails is a finding: it is measured to its end.
const { abortOnFail: _abort, abortGrace: _grace, ...callFlags } = others;

/** All flags of `capacity`: the load's shape is the search's to choose, the rest is as in `bench`. */
export const CAPACITY_FLAGS = { ...SEARCH_FLAGS, ...callFlags };
