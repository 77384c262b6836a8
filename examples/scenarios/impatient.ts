/** A caller who cuts the answer short, and insists that the service takes note of what was heard. */
import { defineScenario } from "../../mod.ts";

export default defineScenario({
  name: "impatient",
  async run(call, turns) {
    await call.connect();
    for (const fixture of turns) {
      await call.say(fixture);
      await call.interrupt(fixture, 500);
      const { audio_end_ms } = await call.expectEvent("conversation.item.truncated", 5000);
      if (audio_end_ms < 500) throw new Error(`only ${audio_end_ms} ms were heard`);
      await call.hearReply();
    }
  },
});
