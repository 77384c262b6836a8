import assert from "node:assert/strict";
import { sessionSample, turnSample } from "../metrics/sample_fixtures.ts";
import { compare } from "./compare.ts";

const { tags } = turnSample();
const TRUTH = {
  "7": {
    turns: [
      { endInMs: 1000, frames: 3, stoppedOutMs: 1200, audioOutMs: 1500 },
      { endInMs: 3000, frames: 9 },
    ],
    probes: [{ inMs: 900, outMs: 905 }],
    framesInMs: [],
  },
};
const SESSIONS = [sessionSample({ tags, bootId: "7" })];

Deno.test("a turn is put beside the server's account of it; the frame's lead counts as waiting", () => {
  const turn = turnSample({ turn: 1, rttMs: 5.5, ttfaMs: 512, endpointingMs: 211 });
  // The end of speech lies 10 ms before the end of its 20 ms frame.
  assert.deepEqual(compare([turn], SESSIONS, { sessions: TRUTH }, 20), [{
    rtt: { reportedMs: 5.5, trueMs: 5 },
    ttfa: { reportedMs: 512, trueMs: 510 },
    endpointing: { reportedMs: 211, trueMs: 210 },
  }]);
});

Deno.test("what either side did not get to is left out, as are turns that are in no figure", () => {
  const cut = turnSample({ turn: 2 });
  const late = turnSample({ turn: 1, outcome: "late_generator" });
  const strange = turnSample({ turn: 1, tags: { ...tags, sessionId: "another" } });
  assert.deepEqual(compare([cut, late, strange], SESSIONS, { sessions: TRUTH }, 20), [{}]);
});
