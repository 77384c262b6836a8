import assert from "node:assert/strict";
import { Caller, silence } from "./session_harness.ts";
import { defaultTranscriptionSession, sessionTemplate } from "./session_kinds.ts";

const TRANSCRIPTION = "conversation.item.input_audio_transcription";

function transcriptionCaller(): Caller {
  return new Caller({
    template: defaultTranscriptionSession(),
    transcribe: () => ({ transcript: "yes" }),
  });
}

Deno.test("a transcription session opens with its defaults, and they are few", () => {
  const caller = transcriptionCaller();
  const { session } = caller.last("session.created");
  assert.match(session.id, /^sess_/);
  assert.deepEqual(session, {
    type: "transcription",
    object: "realtime.transcription_session",
    id: session.id,
    expires_at: Math.floor(caller.clock.wallMs() / 1000) + 3600,
    audio: {
      input: {
        format: { type: "audio/pcm", rate: 24_000 },
        transcription: null,
        noise_reduction: null,
        turn_detection: {
          type: "server_vad",
          threshold: 0.5,
          prefix_padding_ms: 300,
          silence_duration_ms: 200,
        },
      },
    },
    include: null,
  });
});

Deno.test("it hears turns and writes them down, and never answers", async () => {
  const caller = transcriptionCaller();
  const audio = { input: { transcription: { model: "gpt-4o-transcribe" } } };
  caller.send({ type: "session.update", session: { type: "transcription", audio } });
  caller.newTypes();
  await caller.takeTurn();
  await caller.clock.advance(60_000);
  assert.deepEqual(caller.newTypes(), [
    "input_audio_buffer.speech_started",
    "input_audio_buffer.speech_stopped",
    "input_audio_buffer.committed",
    "conversation.item.added",
    "conversation.item.done",
    `${TRANSCRIPTION}.delta`,
    `${TRANSCRIPTION}.completed`,
  ]);
});

Deno.test("nobody can make it answer", async () => {
  const caller = transcriptionCaller();
  const turn_detection = { type: "server_vad", create_response: true };
  const session = { type: "transcription", audio: { input: { turn_detection } } };
  caller.send({ type: "session.update", session });
  caller.newTypes();
  caller.send({ type: "response.create", event_id: "mine" });
  assert.deepEqual(caller.newTypes(), ["error"]);
  assert.equal(caller.last("error").error.event_id, "mine");
  await caller.takeTurn();
  await caller.speak(silence(2000));
  assert.equal(caller.all("response.created").length, 0);
});

Deno.test("an update of the other kind is refused, and discarded", () => {
  const message = (caller: Caller, type: string) => {
    caller.send({ type: "session.update", session: { type, audio: {} } });
    assert.equal(caller.all("session.updated").length, 0);
    return caller.last("error").error.message;
  };
  assert.equal(
    message(new Caller(), "transcription"),
    "Passing a transcription session update event to a realtime session is not allowed.",
  );
  assert.match(message(transcriptionCaller(), "realtime"), /^Passing a realtime session update/);
});

Deno.test("fields of a realtime session are unknown to it", () => {
  const caller = transcriptionCaller();
  const session = { type: "transcription", instructions: "Be brief." };
  caller.send({ type: "session.update", session });
  assert.equal(caller.last("error").error.param, "session.instructions");
});

Deno.test("a template takes the request's fields, or says why not", () => {
  const made = sessionTemplate({ type: "realtime", model: "m", instructions: "Be brief." });
  assert.ok("session" in made && made.session.type === "realtime");
  assert.deepEqual([made.session.model, made.session.instructions], ["m", "Be brief."]);
  const transcription = { model: "gpt-realtime-whisper" };
  const refused = sessionTemplate({ type: "transcription", audio: { input: { transcription } } });
  assert.equal("refusal" in refused && refused.refusal.param, "session.audio.input.turn_detection");
});
