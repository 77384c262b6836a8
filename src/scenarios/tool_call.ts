import { defineScenario } from "./scenario.ts";

const GET_WEATHER = {
  type: "function",
  name: "get_weather",
  description: "The weather in a city",
  parameters: {
    type: "object",
    properties: { city: { type: "string", default: "Paris" } },
    required: ["city"],
  },
} as const;

/** Each turn is answered with a function call first, and in speech once the call has its result. */
export const toolCall = defineScenario({
  name: "tool-call",
  session: {
    type: "realtime",
    tools: [GET_WEATHER],
    tool_choice: { type: "function", name: GET_WEATHER.name },
  },
  async run(call, turns) {
    await call.connect();
    for (const fixture of turns) {
      await call.say(fixture);
      await call.hearReply({ get_weather: () => ({ sky: "clear", celsius: 21 }) });
    }
  },
});
