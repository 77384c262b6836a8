import { defineScenario } from "./scenario.ts";

/** Connects, waits for `session.created` and hangs up: the runner sees to it that the instance is idle. */
export const coldStart = defineScenario({
  name: "cold-start",
  run: (call) => call.connect(),
});
