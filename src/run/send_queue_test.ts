import assert from "node:assert/strict";
import { sendQueuesTo } from "./send_queue.ts";

const TABLE =
  `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1
   1: 0100007F:8000 0100007F:1F40 01 00000708:00000000 01:00000014 00000002     0        0 12 1
   2: 0100007F:1F40 0100007F:8000 01 00000000:00000000 00:00000000 00000000     0        0 13 1
   3: 0100007F:8001 0100007F:1F40 06 00000000:00000000 03:00000014 00000000     0        0 0 3
   4: 0A01A8C0:8002 5DB8D822:01BB 01 00000001:00000000 00:00000000 00000000     0        0 14 1
`;

Deno.test("the queues of our side of the open connections to a target, and no others", () => {
  const bridge = { address: "127.0.0.1", port: 8000 };
  const remote = { address: "34.216.184.93", port: 443 };
  assert.deepEqual(sendQueuesTo([bridge], TABLE), [{ bytes: 1800, retransmits: 2 }]);
  assert.deepEqual(sendQueuesTo([remote], TABLE), [{ bytes: 1, retransmits: 0 }]);
  assert.equal(sendQueuesTo([bridge, remote], TABLE).length, 2);
  assert.deepEqual(sendQueuesTo([{ ...bridge, port: 9000 }], TABLE), []);
});
