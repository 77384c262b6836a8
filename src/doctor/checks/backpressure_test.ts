import assert from "node:assert/strict";
import type { Flood } from "../flood.ts";
import { judgeFlood } from "./backpressure.ts";

const judge = (end: Flood["end"], takenMib = 64) =>
  judgeFlood({ end, takenBytes: takenMib * 2 ** 20, tookMs: 800 });

Deno.test("who stops or closes is sound, who takes all is not, who is slow is not judged", () => {
  assert.equal(judge("stopped", 27).result, "sound");
  assert.equal(judge("closed").result, "sound");
  assert.equal(judge("timeout").result, "unchecked");
  const fault = judge("limit");
  assert.ok(fault.result === "fault");
  assert.match(fault.evidence, /^it took 64\.0 MiB in 0\.8 s/);
});

Deno.test("who stops only after more than any system's buffers hold has kept it, or stalled", () => {
  const outcome = judge("stopped", 48);
  assert.ok(outcome.result === "fault" && outcome.certainty === "likely");
  assert.match(outcome.evidence, /^it took 48\.0 MiB in 0\.8 s .* and only then stopped$/);
  assert.match(outcome.what, /the bridge keeps much of what the client does not read/);
});
