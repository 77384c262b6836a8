/** Checks that the words arrive, over a line that drops once: the second connection must be as good. */
import { defineScenario } from "../../mod.ts";

export default defineScenario({
  name: "dictation",
  session: {
    type: "realtime",
    audio: { input: { transcription: { model: "gpt-4o-mini-transcribe" } } },
  },
  async run(call) {
    for (const _ of ["first", "second"]) {
      await call.connect();
      await call.say("jfk-what-your-country");
      await call.hearReply();
      const { transcript } = await call.expectEvent(
        "conversation.item.input_audio_transcription.completed",
        5000,
      );
      if (!/country/i.test(transcript)) throw new Error(`it understood: ${transcript}`);
      await call.hangUp();
      await call.wait(300);
    }
  },
});
