import assert from "node:assert/strict";
import { SESSION_UPDATE_ID } from "./session_update.ts";
import { SettingsAnswer } from "./settings_answer.ts";

function error(event_id: string | null, param: string | null = "session.audio.output.voice") {
  const message = "Invalid value: 'x'. Key: sk-secret.";
  const about = { type: "invalid_request_error", code: "invalid_value", message, param, event_id };
  return JSON.stringify({ type: "error", event_id: "event_1", error: about });
}

Deno.test("SettingsAnswer finds the error that names the bridge's update, and says which field", () => {
  const answer = new SettingsAnswer();
  for (const frame of ["", "{", '{"type":"session.created"}', error(null), error("mine")]) {
    assert.equal(answer.refusal(frame), undefined, frame);
  }
  assert.deepEqual(answer.refusal(error(SESSION_UPDATE_ID)), {
    code: "session_refused",
    message:
      "the upstream refused the bridge's session.update: session.audio.output.voice (invalid_value)",
  });
  const odd = answer.refusal(error(SESSION_UPDATE_ID, "sk-secret is wrong"));
  assert.doesNotMatch(odd!.message, /secret/);
});

Deno.test("SettingsAnswer looks no further once the update was taken", () => {
  const answer = new SettingsAnswer();
  assert.equal(answer.refusal('{"type":"session.updated","session":{}}'), undefined);
  assert.equal(answer.refusal(error(SESSION_UPDATE_ID)), undefined);
});
