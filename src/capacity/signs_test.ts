import assert from "node:assert/strict";
import { sessionSample, turnSample } from "../metrics/sample_fixtures.ts";
import { Summary } from "../metrics/summary.ts";
import { signsOf } from "./signs.ts";

Deno.test("signsOf tells shares of all sessions and turns, and no figure that was not measured", () => {
  const summary = Summary.empty();
  for (const ttfaMs of [700, 800]) summary.addTurn(turnSample({ ttfaMs, rttMs: 3 }));
  summary.addTurn(turnSample({ outcome: "error" }));
  summary.addTurn(turnSample({ outcome: "closed" }));
  summary.addSession(sessionSample());
  summary.addSession(sessionSample({ outcome: "refused" }));
  summary.addSession(sessionSample({ outcome: "closed" }));
  summary.addSession(sessionSample({ outcome: "unreachable" }));
  summary.addTurn(turnSample({ outcome: "late_generator" }));
  const { failedShare, turnedAwayShare, p95Ms } = signsOf(summary, false);
  assert.deepEqual([failedShare, turnedAwayShare], [0.5, 0.5]);
  assert.deepEqual([p95Ms.ttfa, p95Ms.rtt, "relay_hop" in p95Ms], [800, 3, false]);
});

Deno.test("signsOf counts who waited in vain to be let in, but not for this generator", () => {
  const summary = Summary.empty();
  for (let i = 0; i < 6; i++) summary.addSession(sessionSample());
  for (let i = 0; i < 3; i++) summary.addSession(sessionSample({ outcome: "timeout" }));
  summary.addSession(sessionSample({ outcome: "late_generator" }));
  assert.equal(signsOf(summary, false).turnedAwayShare, 0.3);
});
