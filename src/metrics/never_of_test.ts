import assert from "node:assert/strict";
import { neverHas } from "./never_of.ts";

Deno.test("some metrics are impossible in a scenario", () => {
  const never = [
    ["idle", "ttfa"],
    ["text", "endpointing"],
    ["transcription", "turn"],
    ["cold-start", "ttfa"],
    ["cold-start", "rtt"],
    ["conversation", "barge_in_stop"],
  ] as const;
  for (const [scenario, metric] of never) assert.ok(neverHas(scenario, metric), scenario);
  const possible = [
    ["conversation", "ttfa"],
    ["barge-in", "barge_in_stop"],
    ["idle", "rtt"],
    ["transcription", "transcript"],
    ["cold-start", "cold_start"],
  ] as const;
  for (const [scenario, metric] of possible) assert.ok(!neverHas(scenario, metric), scenario);
});
