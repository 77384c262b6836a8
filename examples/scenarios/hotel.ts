/** A guest asks, the assistant looks a room up and answers: a function call in every turn. */
import { defineScenario } from "../../mod.ts";

const FIND_ROOM = {
  type: "function",
  name: "find_room",
  description: "Finds a free room",
  parameters: {
    type: "object",
    properties: { nights: { type: "integer", default: 2 } },
    required: ["nights"],
  },
} as const;

export default defineScenario({
  name: "hotel",
  session: { type: "realtime", tools: [FIND_ROOM], tool_choice: "required" },
  async run(call, turns) {
    await call.connect();
    for (const fixture of turns) {
      await call.say(fixture);
      await call.hearReply({
        // The hotel's own system takes its time.
        find_room: async () => {
          await call.wait(150);
          return { room: 12, price: 90 };
        },
      });
    }
  },
});
