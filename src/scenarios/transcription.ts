import { defineScenario } from "./scenario.ts";

/** Speaks into a session that only transcribes, and waits for each turn's transcript. */
export const transcription = defineScenario({
  name: "transcription",
  session: {
    type: "transcription",
    audio: {
      input: {
        transcription: { model: "gpt-4o-mini-transcribe" },
        turn_detection: { type: "server_vad", silence_duration_ms: 500 },
      },
    },
  },
  async run(call, turns) {
    await call.connect();
    for (const fixture of turns) {
      await call.say(fixture);
      await call.hearReply();
    }
  },
});
