import { defineScenario } from "./scenario.ts";

/** So much of the reply is heard before the caller has had enough. */
const HEARD_MS = 300;

/** Every second turn speaks into the reply to the one before. */
export const bargeIn = defineScenario({
  name: "barge-in",
  async run(call, turns) {
    await call.connect();
    let isAnswering = false;
    for (const fixture of turns) {
      if (isAnswering) {
        await call.interrupt(fixture, HEARD_MS);
        await call.hearReply();
      } else await call.say(fixture);
      isAnswering = !isAnswering;
    }
    if (isAnswering) await call.hearReply();
  },
});
