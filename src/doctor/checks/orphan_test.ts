import assert from "node:assert/strict";
import { judgeLeft } from "./orphan.ts";

Deno.test("sessions that end with their clients are sound, as are none at all", () => {
  const ended = judgeLeft([
    { departure: "close", endedAfterMs: 0 },
    { departure: "abort", endedAfterMs: 12 },
  ], 0.5);
  assert.ok(ended.result === "sound" && ended.evidence.includes("12 ms later"));
  assert.equal(judgeLeft([], 0.5).result, "sound");
});

Deno.test("each way of leaving that left a session open is named", () => {
  const outcome = judgeLeft([
    { departure: "close", endedAfterMs: 0 },
    { departure: "abort", endedAfterMs: undefined },
    { departure: "during the dial", endedAfterMs: undefined },
  ], 3);
  assert.ok(outcome.result === "fault");
  assert.equal(
    outcome.evidence,
    "open 3.0 s after the client broke off, left during the dial",
  );
});
