import type { Scenario } from "./scenario.ts";

/** Speaks, listens to the whole reply, answers: one turn after the other. */
export const conversation: Scenario = {
  name: "conversation",
  async run(caller, turns) {
    for (const fixture of turns) {
      await caller.say(fixture);
      await caller.hearReply();
    }
  },
};
