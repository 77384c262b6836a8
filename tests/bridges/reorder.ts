/** Seeded fault: waits for something before it passes a frame on, for longer if the frame is large. */
import { serveBridge } from "./small.ts";

await serveBridge({
  relay: async (text, forward) => {
    for (let i = 0; i < text.length; i += 1024) {
      await crypto.subtle.digest("SHA-256", new Uint8Array(1024));
    }
    forward(text);
  },
});
