import assert from "node:assert/strict";
import { asDelivered } from "./as_delivered.ts";
import type { EndRecord } from "./records.ts";

const END: EndRecord = {
  ...{ windows: 3, rows: 0, unreachable: [], startLateMs: 0 },
  ...{ complaints: [], remarks: [], scenarioErrors: [] },
};

Deno.test("asDelivered: what was all delivered stays as it is", () => {
  assert.equal(asDelivered(END, 0), END);
});

Deno.test("asDelivered: results that did not arrive are counted, and the run has failed", () => {
  assert.equal(
    asDelivered(END, 2).failed,
    "2 records of its results could not be delivered to NATS and are lost: --out keeps a copy",
  );
  assert.equal(
    asDelivered({ ...END, folder: "out/run-1", failed: "out of memory" }, 1).failed,
    "out of memory; 1 record of its results could not be delivered to NATS and are in out/run-1",
  );
});
