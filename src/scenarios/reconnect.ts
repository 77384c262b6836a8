import { defineScenario } from "./scenario.ts";

/** A connection of its own for each turn. */
export const reconnect = defineScenario({
  name: "reconnect",
  async run(call, turns) {
    for (const fixture of turns) {
      await call.connect();
      await call.say(fixture);
      await call.hearReply();
      await call.hangUp();
    }
  },
});
