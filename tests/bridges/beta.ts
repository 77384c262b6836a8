/** Seeded fault: asks for the retired beta, as code from before 2026 does. */
import { serveBridge } from "./small.ts";

await serveBridge({
  dial: (url, key) =>
    new WebSocket(url, ["realtime", `openai-insecure-api-key.${key}`, "openai-beta.realtime-v1"]),
});
