import { DEFAULT_FRAME_MS, DEFAULT_LATE_LIMIT_MS } from "./defaults.ts";
import { many, optional, single, toggle } from "./flag.ts";
import { LOAD_FLAGS } from "./load_flags.ts";
import { duration, share, workers } from "./load_readers.ts";
import {
  assignment,
  distribution,
  durationIn,
  header,
  integer,
  names,
  positive,
  text,
  token,
} from "./readers.ts";
import { scenario } from "./scenario_flag.ts";

const TARGET_FLAGS = {
  targets: many(
    "--target <[region=]url>",
    "bridge URL (ws or wss; http and https mean the same), 'openai' or 'local' (repeatable)",
    text,
  ),
  regions: optional("--region <names>", "regions to measure; built in: us, eu, asia", names),
  profiles: many(
    "--profile <region=name>",
    "give a region the links of a built-in one (repeatable)",
    assignment,
  ),
};

/** Not a setting: where the settings are. */
export const CONFIG_FLAG = {
  config: optional("--config <file>", "settings (default ttfa.config.ts, if there is one)", text),
};

const CALL_FLAGS = {
  thinkBetween: single(
    "--think-between <dist>",
    "a caller's pause between turns: as --think",
    distribution,
    "200",
  ),
  jitter: single(
    "--jitter <share>",
    "delay each start by up to this share of the time to the next, seeded",
    share(0.2),
    "0",
  ),
  workers: single("--workers <n>", "threads for the clients, or auto", workers, "auto"),
  scenario: single(
    "--scenario <name>",
    "what each client does (docs/scenarios.md), or a .ts file of yours",
    scenario,
    "conversation",
  ),
  fixture: optional("--fixture <path>", "WAV file or folder that the clients speak", text),
  frameMs: single("--frame-ms <ms>", "audio per frame", integer(10, 1000), `${DEFAULT_FRAME_MS}`),
  lateLimit: single(
    "--late-limit <ms>",
    "lateness of this generator that takes a turn out of the figures: of a frame, or of its thread (of that, less than 4 ms may not be noticed)",
    durationIn("ms", 60_000),
    `${DEFAULT_LATE_LIMIT_MS}`,
  ),
  turnTimeout: single("--turn-timeout <s>", "wait for a reply at most", durationIn("s", 600), "30"),
  coldStart: optional(
    "--cold-start <n>",
    "first start a fresh bridge n times (with --scenario cold-start: 10)",
    integer(1, 1000),
  ),
  idleWait: optional(
    "--idle-wait <time>",
    "between cold starts of a running target: what it needs to fall asleep (default 15m)",
    duration(0),
  ),
  thresholds: many(
    "--threshold <expr>",
    "fail unless, e.g. 'ttfa: p(99)<900' (repeatable)",
    // What is wrong with one is said where all are parsed, also of an empty one.
    (expression: string) => expression,
  ),
  abortOnFail: toggle("--abort-on-fail", "end the run when a threshold very likely fails"),
  abortGrace: optional(
    "--abort-grace <time>",
    "not before the load has lasted so long (default 10s)",
    duration(0),
  ),
  headers: many("--header <name:value>", "header of the upgrade request (repeatable)", header),
  subprotocols: many("--subprotocol <name>", "WebSocket subprotocol (repeatable)", token),
  ticket: optional("--ticket <jwt>", "ticket that bridges want, sent as a bearer", text),
  ticketSecret: toggle(
    "--ticket-secret",
    "mint a ticket for each client with $BRIDGE_TICKET_SECRET",
  ),
  ca: optional("--ca <file>", "PEM file of the authority to trust", text),
  insecure: toggle("--insecure", "accept any certificate"),
  maxMinutes: single(
    "--max-minutes <n>",
    "audio minutes at most where they are billed",
    positive(1e6),
    "5",
  ),
  think: single(
    "--think <dist>",
    "think time of the embedded mock: ms, lognormal(ms,sigma) or a model",
    distribution,
    "gpt-realtime-1.5",
  ),
  script: optional("--script <file>", "what the embedded mock answers (docs/mock.md)", text),
  faults: many(
    "--fault <spec>",
    "let the embedded mock go wrong, e.g. 'stall:800ms@turn=2' (repeatable)",
    text,
  ),
  skipCalibration: toggle(
    "--skip-calibration",
    "do not measure this instrument's own error before the run",
  ),
  out: optional("--out <dir>", "run folder (default ttfa-runs/<time>)", text),
  seed: single("--seed <n>", "seed of everything random", integer(0, 2 ** 32 - 1), "1"),
  json: toggle("--json", "print run.json on stdout"),
  quiet: toggle("--quiet", "no progress"),
};

/** All but those of the load's shape. */
export const OTHER_FLAGS = { ...TARGET_FLAGS, ...CALL_FLAGS };

/** The flags of `bench`, in the order of the help. No other place knows them. */
export const BENCH_FLAGS = { ...TARGET_FLAGS, ...LOAD_FLAGS, ...CALL_FLAGS };
