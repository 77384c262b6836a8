/** Seeded fault: the runtime's own client, which leaves Nagle's algorithm on and writes twice. */
import { serveBridge } from "./small.ts";

await serveBridge({
  dial: (url, key) => new WebSocket(url, ["realtime", `openai-insecure-api-key.${key}`]),
});
