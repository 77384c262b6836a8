import { optional } from "./flag.ts";
import { duration, rate, stages } from "./load_readers.ts";
import { integer } from "./readers.ts";

/** The flags that shape the load together: what one means depends on which others are given. */
export const LOAD_FLAGS = {
  clients: optional(
    "--clients <n>",
    "clients in each region (default 10); the pool, where there is an --arrival-rate",
    integer(1, 10_000),
  ),
  turns: optional("--turns <n>", "turns of each session (default 3)", integer(1, 10_000)),
  duration: optional("--duration <time>", "each client goes on until then, e.g. 10m", duration(1)),
  arrivalRate: optional(
    "--arrival-rate <rate>",
    "new sessions in each region whether or not others are done, e.g. 2/s",
    rate,
  ),
  stages: optional(
    "--stages <list>",
    "sessions over time, or of the --arrival-rate, e.g. 30s:10,1m:50,10s:0",
    stages,
  ),
  ramp: optional(
    "--ramp <time>",
    "spread the clients' starts over it (default 1s for each 100 clients, at least 1s)",
    duration(0),
  ),
  gracefulStop: optional(
    "--graceful-stop <time>",
    "when the time is up, hear open turns out for so long (default 30s)",
    duration(0),
  ),
};
