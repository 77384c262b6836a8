import assert from "node:assert/strict";
import type { Flood } from "../flood.ts";
import { judgeFlood } from "./backpressure.ts";

const judge = (end: Flood["end"]) => judgeFlood({ end, takenBytes: 64 << 20, tookMs: 800 });

Deno.test("who stops or closes is sound, who takes all is not, who is slow is not judged", () => {
  assert.equal(judge("stopped").result, "sound");
  assert.equal(judge("closed").result, "sound");
  assert.equal(judge("timeout").result, "unchecked");
  const fault = judge("limit");
  assert.ok(fault.result === "fault");
  assert.match(fault.evidence, /^it took 64\.0 MiB in 0\.8 s/);
});
