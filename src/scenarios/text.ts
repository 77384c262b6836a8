import { defineScenario } from "./scenario.ts";

const WORDS = "Please tell me something about the weather.";

/** Writes instead of speaking; the reply is spoken. */
export const text = defineScenario({
  name: "text",
  microphone: "off",
  async run(call, turns) {
    await call.connect();
    for (const _ of turns) {
      await call.say({ text: WORDS });
      await call.hearReply();
    }
  },
});
