import assert from "node:assert/strict";
import { WorkerRunner } from "../run/worker_runner.ts";
import { calibrate, SOON } from "./calibrate.ts";
import { startTruth } from "./start_truth.ts";

Deno.test("the clients are compared with a server on this machine, at any frame size, in under two seconds each", async () => {
  for (const frameMs of [20, 200]) {
    await using truth = await startTruth(SOON);
    // A busy machine may be late: not what this is about.
    const manner = { clients: 3, frameMs, lateLimitMs: 5_000, seed: 1 };
    const { rtt, ttfa, pacing } = await calibrate(truth.url, manner, new WorkerRunner());
    for (const errors of [rtt, ttfa]) {
      assert.ok(errors.count >= 3, `${errors.count} of frames of ${frameMs} ms`);
      assert.equal(errors.excluded, 0);
      assert.ok(errors.min! > 0);
    }
    assert.ok(pacing.count >= rtt.count);
  }
});
