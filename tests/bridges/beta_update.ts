/** Seeded fault: a `session.update` in the flat form of the beta, which is discarded. */
import { serveBridge } from "./small.ts";

await serveBridge({
  sessionUpdate: {
    instructions: "Be brief.",
    voice: "alloy",
    turn_detection: { type: "server_vad" },
  },
});
