import type { Scenario } from "./scenario.ts";

/** Connects, waits for `session.created` and hangs up: the runner starts a fresh instance before. */
export const coldStart: Scenario = {
  name: "cold-start",
  run: () => Promise.resolve(),
};
