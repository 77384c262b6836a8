import assert from "node:assert/strict";
import { encodeALaw, encodeMuLaw } from "../audio/g711.ts";
import { Caller, noise, silence } from "./session_harness.ts";

function setInput(caller: Caller, input: Record<string, unknown>): void {
  const session = { type: "realtime", audio: { input } };
  caller.send({ type: "session.update", event_id: "mine", session });
}

function turnDetection(caller: Caller) {
  return caller.last("session.updated").session.audio.input.turn_detection;
}

Deno.test("semantic_vad waits longer for a short word than for a sentence", async () => {
  const caller = new Caller();
  setInput(caller, { turn_detection: { type: "semantic_vad", eagerness: "high" } });
  const stoppedAfter = async (speechMs: number) => {
    await caller.speak(noise(speechMs));
    const spokenMs = caller.clock.now();
    const count = caller.all("input_audio_buffer.speech_stopped").length;
    while (caller.all("input_audio_buffer.speech_stopped").length === count) {
      await caller.speak(silence(20));
    }
    return caller.clock.now() - spokenMs;
  };
  assert.equal(await stoppedAfter(1000), 500);
  assert.equal(await stoppedAfter(200), 2000);
  await caller.clock.advance(2000);
  assert.equal(caller.all("response.done").length, 2);
});

Deno.test("semantic_vad honours interrupt_response and create_response", async () => {
  const caller = new Caller();
  setInput(caller, {
    turn_detection: { type: "semantic_vad", eagerness: "high", interrupt_response: false },
  });
  caller.send({ type: "response.create" });
  await caller.clock.advance(310);
  await caller.speak(noise(1000));
  assert.equal(caller.last("response.done").response.status, "completed");
  setInput(caller, { turn_detection: { type: "semantic_vad", create_response: false } });
  await caller.speak(silence(1000));
  await caller.clock.advance(5000);
  assert.equal(caller.all("input_audio_buffer.speech_stopped").length, 1);
  assert.equal(caller.all("response.created").length, 1);
});

Deno.test("the kind of turn detection can change at any time; each comes with its defaults", () => {
  const caller = new Caller();
  const server = caller.last("session.created").session.audio.input.turn_detection;
  const semantic = {
    type: "semantic_vad",
    eagerness: "auto",
    create_response: true,
    interrupt_response: true,
  };
  setInput(caller, { turn_detection: { type: "server_vad", threshold: 0.7 } });
  assert.deepEqual(turnDetection(caller), { ...server, threshold: 0.7 });
  setInput(caller, { turn_detection: { type: "semantic_vad" } });
  assert.deepEqual(turnDetection(caller), semantic);
  setInput(caller, { turn_detection: { type: "semantic_vad", eagerness: "low" } });
  setInput(caller, { turn_detection: { type: "semantic_vad", create_response: false } });
  assert.deepEqual(turnDetection(caller), {
    ...semantic,
    eagerness: "low",
    create_response: false,
  });
  setInput(caller, { turn_detection: null });
  assert.equal(turnDetection(caller), null);
  setInput(caller, { turn_detection: { type: "server_vad" } });
  assert.deepEqual(turnDetection(caller), server);
});

Deno.test("a turn goes on when the kind changes within it, and its item when detection ends", async () => {
  const caller = new Caller();
  await caller.speak(noise(1000));
  const { item_id } = caller.last("input_audio_buffer.speech_started");
  setInput(caller, { turn_detection: { type: "semantic_vad", eagerness: "high" } });
  await caller.speak(silence(480));
  assert.equal(caller.all("input_audio_buffer.speech_stopped").length, 0);
  setInput(caller, { turn_detection: null });
  await caller.speak(silence(2000));
  assert.equal(caller.all("input_audio_buffer.speech_stopped").length, 0);
  caller.send({ type: "input_audio_buffer.commit" });
  assert.equal(caller.last("input_audio_buffer.committed").item_id, item_id);
  setInput(caller, { turn_detection: { type: "server_vad" } });
  await caller.takeTurn();
  assert.equal(caller.last("input_audio_buffer.speech_stopped").audio_end_ms, 4080);
});

for (
  const [type, encode] of [["audio/pcmu", encodeMuLaw], ["audio/pcma", encodeALaw]] as const
) {
  Deno.test(`a turn in ${type} is heard at its right time and counted in ms`, async () => {
    const caller = new Caller();
    setInput(caller, { format: { type } });
    assert.deepEqual(caller.last("session.updated").session.audio.input.format, { type });
    const append = (samples: Int16Array) => {
      const audio = encode(samples.filter((_, i) => i % 3 === 0)).toBase64();
      caller.send({ type: "input_audio_buffer.append", audio });
    };
    [silence(1000), noise(500), silence(200)].forEach(append);
    assert.equal(caller.last("input_audio_buffer.speech_started").audio_start_ms, 700);
    assert.equal(caller.last("input_audio_buffer.speech_stopped").audio_end_ms, 1700);
    await caller.clock.advance(2000);
    const { usage } = caller.last("response.done").response;
    assert.equal(usage?.input_token_details?.audio_tokens, 10);
  });

  Deno.test(`an item with audio in ${type} is counted in ms, too`, async () => {
    const caller = new Caller();
    setInput(caller, { format: { type } });
    const content = [{ type: "input_audio", audio: new Uint8Array(8000).toBase64() }];
    const item = { type: "message", role: "user", content };
    caller.send({ type: "conversation.item.create", item });
    caller.send({ type: "response.create" });
    await caller.clock.advance(2000);
    const { usage } = caller.last("response.done").response;
    assert.equal(usage?.input_token_details?.audio_tokens, 10);
  });
}

Deno.test("nested settings are merged, too", () => {
  const caller = new Caller();
  setInput(caller, {
    noise_reduction: { type: "near_field", strength: 0.5 },
    transcription: { model: "whisper-1", language: "en" },
  });
  setInput(caller, {
    noise_reduction: { type: "far_field" },
    transcription: { language: "fr" },
  });
  const { input } = caller.last("session.updated").session.audio;
  assert.deepEqual(input.noise_reduction, { type: "far_field", strength: 0.5 });
  assert.deepEqual(input.transcription, { model: "whisper-1", language: "fr" });
  setInput(caller, { noise_reduction: null, transcription: null });
  const cleared = caller.last("session.updated").session.audio.input;
  assert.deepEqual([cleared.noise_reduction, cleared.transcription], [null, null]);
});

const REFUSED: [string, Record<string, unknown>, string, string][] = [
  [
    "an idle timeout under 5 s",
    { turn_detection: { type: "server_vad", idle_timeout_ms: 4999 } },
    "integer_below_min_value",
    "turn_detection.idle_timeout_ms",
  ],
  [
    "an idle timeout over 30 s",
    { turn_detection: { type: "server_vad", idle_timeout_ms: 30_001 } },
    "integer_above_max_value",
    "turn_detection.idle_timeout_ms",
  ],
  [
    "an idle timeout of semantic_vad",
    { turn_detection: { type: "semantic_vad", idle_timeout_ms: 5000 } },
    "unknown_parameter",
    "turn_detection.idle_timeout_ms",
  ],
  [
    "an unknown eagerness",
    { turn_detection: { type: "semantic_vad", eagerness: "keen" } },
    "invalid_value",
    "turn_detection.eagerness",
  ],
  [
    "a rate for G.711",
    { format: { type: "audio/pcmu", rate: 8000 } },
    "unknown_parameter",
    "format.rate",
  ],
  [
    "live transcription with turn detection",
    { transcription: { model: "gpt-realtime-whisper" } },
    "invalid_value",
    "turn_detection",
  ],
  [
    "a delay of a model that has none",
    { transcription: { model: "whisper-1", delay: "low" } },
    "invalid_value",
    "transcription.delay",
  ],
];

for (const [what, input, code, param] of REFUSED) {
  Deno.test(`${what} is refused, and the whole update discarded`, () => {
    const caller = new Caller();
    setInput(caller, { noise_reduction: { type: "near_field" }, ...input });
    const { error } = caller.last("error");
    const expected = [code, `session.audio.input.${param}`, "mine"];
    assert.deepEqual([error.code, error.param, error.event_id], expected);
    assert.equal(caller.all("session.updated").length, 0);
  });
}

Deno.test("live transcription and its delay are taken without turn detection", () => {
  const caller = new Caller();
  const transcription = { model: "gpt-realtime-whisper", delay: "low" };
  setInput(caller, { transcription, turn_detection: null });
  const { input } = caller.last("session.updated").session.audio;
  assert.deepEqual([input.transcription, input.turn_detection], [transcription, null]);
});
