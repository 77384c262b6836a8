import assert from "node:assert/strict";
import { sessionSample, turnSample } from "../metrics/sample_fixtures.ts";
import { armRegion } from "./arm_region.ts";
import { BlockTally } from "./block_tally.ts";

const tagsOf = (arm: "base" | "candidate") => ({
  ...turnSample().tags,
  region: armRegion("eu", arm),
});

Deno.test("BlockTally: every planned turn is a time, a failure or spoilt, and a late session excuses itself alone", () => {
  const tally = new BlockTally(["eu"]);
  const [base, candidate] = [tagsOf("base"), tagsOf("candidate")];
  tally.addTurn(turnSample({ tags: base, ttfaMs: 812 }));
  tally.addTurn(turnSample({ tags: base, outcome: "late_generator" }));
  tally.addTurn(turnSample({ tags: candidate, outcome: "timeout" }));
  tally.addSession(sessionSample({ tags: base, outcome: "late_generator", turnsMissed: 1 }));
  tally.addSession(sessionSample({ tags: base, outcome: "closed", turnsMissed: 1 }));
  tally.addSession(
    sessionSample({ tags: candidate, outcome: "closed", relayHops: new Map([[100, 2], [200, 1]]) }),
  );
  tally.close(4);
  assert.deepEqual(tally.blocks.get("eu"), {
    base: { ttfaMs: [812], failed: 1, late: 2, relayHopMs: [] },
    candidate: { ttfaMs: [], failed: 4, late: 0, relayHopMs: [0.1, 0.1, 0.2] },
  });
});
