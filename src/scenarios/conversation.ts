import type { Scenario } from "./scenario.ts";

/** How long a person takes to answer: the usual gap between turns is about 200 ms. */
const ANSWER_GAP_MS = 200;

/** Speaks, listens to the whole reply, answers: one turn after the other. */
export const conversation: Scenario = {
  name: "conversation",
  async run(caller, turns) {
    for (const fixture of turns) {
      await caller.wait(ANSWER_GAP_MS);
      await caller.say(fixture);
      await caller.hearReply();
    }
  },
};
