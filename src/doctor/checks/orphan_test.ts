import assert from "node:assert/strict";
import { judgeLeft, type Left } from "./orphan.ts";

const closed = { departure: "close", endedAfterMs: 0 } as const;
const aborted = { departure: "abort", endedAfterMs: 12 } as const;
const judge = (sessions: Left["sessions"], isShared = false) =>
  judgeLeft({ sessions, isShared, waitedS: 3 });

Deno.test("sessions that end with their clients are sound", () => {
  const ended = judge([closed, aborted]);
  assert.ok(ended.result === "sound" && ended.evidence.includes("12 ms later"));
});

Deno.test("where the visitors' sessions were not seen, nothing is known", () => {
  for (const sessions of [[], [closed], [aborted], [aborted, aborted]]) {
    const outcome = judge(sessions);
    assert.ok(outcome.result === "unchecked" && outcome.why.includes("did not come"));
  }
});

Deno.test("each way of leaving that left a session open is named", () => {
  const outcome = judge([
    closed,
    { departure: "abort", endedAfterMs: undefined },
    { departure: "unnamed", endedAfterMs: undefined },
  ]);
  assert.ok(outcome.result === "fault" && outcome.certainty === "certain");
  assert.equal(
    outcome.evidence,
    "open 3.0 s after the client broke off, left during the dial",
  );
});

Deno.test("a visitor of another check that left a session open counts as well", () => {
  const outcome = judge([closed, aborted, { departure: "earlier", endedAfterMs: undefined }]);
  assert.ok(outcome.result === "fault" && outcome.certainty === "certain");
  assert.match(outcome.evidence, /left after an earlier check/);
});

Deno.test("an open session that shows no name is likely ours, unless others use the bridge", () => {
  const sessions = [closed, aborted, { departure: "unnamed", endedAfterMs: undefined }] as const;
  const alone = judge(sessions);
  assert.ok(alone.result === "fault" && alone.certainty === "likely");
  const shared = judge(sessions, true);
  assert.ok(shared.result === "unchecked" && shared.why.includes("others use this bridge"));
});

Deno.test("others do not excuse a session that is ours by its name", () => {
  const outcome = judge([closed, { departure: "abort", endedAfterMs: undefined }, {
    departure: "unnamed",
    endedAfterMs: undefined,
  }], true);
  assert.ok(outcome.result === "fault" && outcome.certainty === "certain");
  assert.equal(outcome.evidence, "open 3.0 s after the client broke off");
});
