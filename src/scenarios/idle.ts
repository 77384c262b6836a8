import { defineScenario } from "./scenario.ts";

const QUIET_MS = 10_000;

/** An open microphone and nobody who speaks: no reply may come, and the session has to stay open. */
export const idle = defineScenario({
  name: "idle",
  async run(call, turns) {
    await call.connect();
    for (const _ of turns) await call.keepQuiet(QUIET_MS);
  },
});
