import { systemClock } from "../time/system_clock.ts";
import { rehearse } from "./rehearsal.ts";

const ENDPOINT = { headers: {}, subprotocols: [], insecure: false };

// What it gains is a matter of the first connect of a thread; that it ends, and holds nothing, is not.
Deno.test("rehearse dials this machine, over TLS or not, and leaves nothing open", async () => {
  for (const scheme of ["ws", "wss"]) {
    await rehearse({ ...ENDPOINT, url: `${scheme}://target.invalid/voice` }, systemClock);
  }
});
