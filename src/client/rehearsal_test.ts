import assert from "node:assert/strict";
import { systemClock } from "../time/system_clock.ts";
import { rehearse } from "./rehearsal.ts";

const ENDPOINT = { headers: {}, subprotocols: [], insecure: false };

// That nothing stays open the sanitizers see.
Deno.test("rehearse dials this machine as the target will be dialled, over TLS or not", async () => {
  const refused = { ok: false, outcome: "refused", errorCode: "http_503" };
  const plain = await rehearse({ ...ENDPOINT, url: "ws://target.invalid/voice" }, systemClock);
  assert.deepEqual({ ...plain, ...refused }, plain);
  // The port speaks no TLS: the handshake has begun, and that is what loads.
  const secure = await rehearse({ ...ENDPOINT, url: "wss://target.invalid/voice" }, systemClock);
  assert.deepEqual([secure.ok, typeof secure.phases.tcpMs], [false, "number"]);
});
