import assert from "node:assert/strict";
import { judgeAnswer } from "./subprotocol.ts";

const failed = (outcome: "refused" | "timeout", errorCode: string) =>
  judgeAnswer({ ok: false, outcome, errorCode, phases: {} });

Deno.test("a chosen subprotocol is sound, a 101 without one a fault", () => {
  assert.equal(judgeAnswer({ chosen: "realtime" }).result, "sound");
  const missing = failed("refused", "bad_upgrade");
  assert.ok(missing.result === "fault" && missing.certainty === "certain");
});

Deno.test("a refusal of the offer is likely a fault; a dial that failed tells nothing", () => {
  const refused = failed("refused", "http_500");
  assert.ok(refused.result === "fault" && refused.certainty === "likely");
  assert.match(refused.evidence, /http_500/);
  assert.equal(failed("timeout", "dial_timeout").result, "unchecked");
});
