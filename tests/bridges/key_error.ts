/** Seeded fault: tells the client what it asked of the upstream, when that went wrong. */
import { serveBridge } from "./small.ts";

await serveBridge({
  failure: (detail, key) => `${detail}; request: GET /v1/realtime, authorization: Bearer ${key}`,
});
