import assert from "node:assert/strict";
import { rehearseCall } from "./rehearsed_call.ts";

Deno.test("rehearseCall goes through turns as they will be: probed, and answered with speech", async () => {
  const { session, turns } = await rehearseCall();
  assert.equal(session.outcome, "ok");
  assert.deepEqual(turns.map(({ outcome }) => outcome), ["ok", "ok", "ok", "ok"]);
  for (const turn of turns) {
    // The last frame leaves as speech ends; its answer is noticed at once, and begins 2 ms later.
    assert.equal(turn.ttfaMs, 2);
    assert.equal(turn.ttfaAudibleMs, 2);
    assert.equal(turn.replyAudioMs, 1000);
    assert.equal(turn.rttMs, 1);
  }
});
