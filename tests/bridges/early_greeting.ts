/** Seeded fault: greets with a `session.created` of its own, and dials when the client says its first word. */
import { serveBridge } from "./small.ts";

await serveBridge({
  dialsOnFirstMessage: true,
  greeting: JSON.stringify({
    type: "session.created",
    event_id: "event_of_the_bridge",
    session: { type: "realtime", id: "sess_of_the_bridge" },
  }),
});
