import assert from "node:assert/strict";
import { asFlag } from "./region_flags.ts";

Deno.test("asFlag: the region stands in front, and within what a threshold selects", () => {
  assert.equal(asFlag("target", "eu", "ws://x/voice"), "eu=ws://x/voice");
  for (
    const [own, flag] of [
      ["ttfa: p(95)<700", "ttfa{region:eu}: p(95)<700"],
      ["error_rate<0.01", "error_rate{region:eu}<0.01"],
      ["outcome(timeout)<0.01", "outcome(timeout){region:eu}<0.01"],
      ["ttfa {scenario:text}: med<9", "ttfa{region:eu,scenario:text}: med<9"],
    ] as const
  ) assert.equal(asFlag("thresholds", "eu", own), flag);
});
