/** Seeded fault: forgets the upstream of a client that goes while it is being dialled. */
import { serveBridge } from "./small.ts";

await serveBridge({
  clientGone: (upstream) => {
    if (upstream.readyState === WebSocket.OPEN) upstream.close();
  },
});
