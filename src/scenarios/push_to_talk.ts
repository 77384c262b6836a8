import { defineScenario } from "./scenario.ts";

/** The microphone is on while a button is held; releasing it ends the turn, and no server decides. */
export const pushToTalk = defineScenario({
  name: "push-to-talk",
  microphone: "push-to-talk",
  session: { type: "realtime", audio: { input: { turn_detection: null } } },
  async run(call, turns) {
    await call.connect();
    for (const fixture of turns) {
      await call.say(fixture);
      await call.sendEvent({ type: "input_audio_buffer.commit" });
      await call.sendEvent({ type: "response.create" });
      await call.hearReply();
    }
  },
});
