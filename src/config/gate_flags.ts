import { BENCH_FLAGS } from "./bench_flags.ts";
import { optional, type readFlags, single, toggle } from "./flag.ts";
import { readGateTarget } from "./gate_target.ts";
import { distribution, durationIn, integer, names, positive, type Reader } from "./readers.ts";
import { RuleError, text } from "./readers.ts";

const { fixture, frameMs, lateLimit, turnTimeout, thinkBetween, script, faults, out, quiet } =
  BENCH_FLAGS;
const { headers, subprotocols, ticket, ticketSecret, ca, insecure } = BENCH_FLAGS;

/** `20ms` or `5%`. */
const size: Reader<{ readonly ms: number } | { readonly ratio: number }> = (text) => {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|%)$/.exec(text) ?? [];
  const value = Number(number ?? NaN);
  if (value > 0) return unit === "ms" ? { ms: value } : { ratio: value / 100 };
  throw new RuleError(`'${text}' is no size`, "give one above 0 in ms or %, e.g. 20ms or 5%");
};

const JUDGE_FLAGS = {
  alpha: single(
    "--alpha <share>",
    "gates of equal targets that may fail",
    positive(0.5, 0.01),
    "0.01",
  ),
  size: single("--size <size>", "a regression that must be seen, in ms or %", size, "5%"),
  tailSize: single("--tail-size <size>", "the same for the worst 5 % of ttfa", size, "25%"),
  slowSize: single("--slow-size <points>", "the same for slow turns in 100", positive(100), "15"),
  floorMs: single("--floor-ms <ms>", "an effect below it is none", positive(1e6), "1"),
  floorPercent: single("--floor-percent <n>", "an effect below it is none", positive(1e4), "0.1"),
};

/** The flags of `gate`, in the order of the help. */
export const GATE_FLAGS = {
  history: optional("--history <dir>", "judge a run folder by the past runs in this folder", text),
  keep: toggle("--keep", "add the run to them, unless it is a regression or not valid"),
  base: optional(
    "--base <target>",
    "what is good: URL (http means ws, https wss), local, git:REV or cmd:…",
    readGateTarget,
  ),
  candidate: optional("--candidate <target>", "what is to be judged: the same", readGateTarget),
  regions: optional("--region <names>", "emulated regions: us, eu, asia", names),
  blocks: single("--blocks <n>", "blocks until the first look", integer(2, 1000), "12"),
  maxBlocks: optional(
    "--max-blocks <n>",
    "go on up to so many where it takes more",
    integer(2, 1000),
  ),
  clients: single("--clients <n>", "callers of each target at a time", integer(1, 1000), "10"),
  turns: single("--turns <n>", "turns of each caller in a block", integer(1, 1000), "3"),
  ...JUDGE_FLAGS,
  think: single("--think <dist>", "think time of the embedded mock", distribution, "300"),
  silence: single(
    "--silence <ms>",
    "pause that ends a turn, where the gate starts the bridge",
    durationIn("ms", 10_000),
    "500",
  ),
  path: single("--path <path>", "where a cmd: bridge answers", text, "/voice"),
  ...{ fixture, frameMs, lateLimit, turnTimeout, thinkBetween, script, faults },
  ...{ headers, subprotocols, ticket, ticketSecret, ca, insecure },
  out,
  seed: optional(
    "--seed <n>",
    "seed of everything random (default: a new one)",
    integer(0, 2 ** 32 - 1),
  ),
  json: toggle("--json", "print gate.json on stdout"),
  quiet,
};

export type GateFlagValues = ReturnType<typeof readFlags<typeof GATE_FLAGS>>["values"];

/** Those that say something where a run is judged by its history. */
export const HISTORY_FLAGS: readonly (keyof typeof GATE_FLAGS)[] = [
  ...["history", "keep", "out", "seed", "json", "quiet"] as const,
  ...Object.keys(JUDGE_FLAGS) as (keyof typeof JUDGE_FLAGS)[],
];
