import assert from "node:assert/strict";
import { SESSION_UPDATE_ID, sessionUpdate } from "./session_update.ts";

Deno.test("sessionUpdate has the nested GA form and only the fields that were decided", () => {
  assert.deepEqual(JSON.parse(sessionUpdate({ silenceMs: 500 })), {
    type: "session.update",
    event_id: SESSION_UPDATE_ID,
    session: {
      type: "realtime",
      audio: {
        input: {
          turn_detection: {
            type: "server_vad",
            threshold: 0.5,
            silence_duration_ms: 500,
            create_response: true,
            interrupt_response: true,
          },
        },
      },
    },
  });
});

Deno.test("sessionUpdate carries instructions and voice", () => {
  const { session } = JSON.parse(
    sessionUpdate({ silenceMs: 200, instructions: "Be brief.", voice: "marin" }),
  );
  assert.equal(session.instructions, "Be brief.");
  assert.deepEqual(session.audio.output, { voice: "marin" });
  assert.equal(session.audio.input.turn_detection.silence_duration_ms, 200);
});
