import { defineScenario } from "./scenario.ts";

/** Speaks, listens to the whole reply, answers: one turn after the other. */
export const conversation = defineScenario({
  name: "conversation",
  async run(call, turns) {
    await call.connect();
    for (const fixture of turns) {
      await call.say(fixture);
      await call.hearReply();
    }
  },
});
