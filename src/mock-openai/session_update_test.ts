import assert from "node:assert/strict";
import { Caller, noise, silence } from "./session_harness.ts";

function update(caller: Caller, session: Record<string, unknown>): void {
  caller.send({ type: "session.update", event_id: "mine", session });
}

Deno.test("an update changes the fields that it names and leaves the others", () => {
  const caller = new Caller();
  const before = caller.last("session.created").session;
  update(caller, {
    type: "realtime",
    instructions: "",
    audio: { input: { turn_detection: { type: "server_vad", silence_duration_ms: 500 } } },
  });
  const after = caller.last("session.updated").session;
  const input = before.audio.input;
  assert.deepEqual(after, {
    ...before,
    instructions: "",
    audio: {
      ...before.audio,
      input: {
        ...input,
        turn_detection: { ...input.turn_detection, silence_duration_ms: 500 },
      },
    },
  });
});

Deno.test("every field of the session can be set", () => {
  const caller = new Caller();
  const pcm = { type: "audio/pcm", rate: 24_000 };
  const fields = {
    type: "realtime",
    instructions: "Answer in French.",
    output_modalities: ["text"],
    tools: [{ type: "function", name: "time", description: "the time", parameters: {} }],
    tool_choice: { type: "function", name: "time" },
    max_output_tokens: 200,
    tracing: { workflow_name: "calls" },
    truncation: { type: "retention_ratio", retention_ratio: 0.5 },
    prompt: { id: "pmpt_1" },
    include: ["item.input_audio_transcription.logprobs"],
    audio: {
      input: {
        format: pcm,
        transcription: { model: "gpt-4o-transcribe", language: "fr" },
        noise_reduction: { type: "far_field" },
        turn_detection: null,
      },
      output: { format: pcm, voice: "marin", speed: 1.25 },
    },
  };
  update(caller, fields);
  const { session } = caller.last("session.updated");
  assert.deepEqual({ ...session, ...fields }, session);
});

Deno.test("turn detection that was off comes back with its defaults", () => {
  const caller = new Caller();
  const before = caller.last("session.created").session.audio.input.turn_detection;
  for (const turn_detection of [null, { type: "server_vad", threshold: 0.7 }]) {
    update(caller, { type: "realtime", audio: { input: { turn_detection } } });
  }
  const after = caller.last("session.updated").session.audio.input.turn_detection;
  assert.deepEqual(after, { ...before, threshold: 0.7 });
});

const VAD = (fields: Record<string, unknown>) => ({
  audio: { input: { turn_detection: { type: "server_vad", ...fields } } },
});

const REFUSED: [string, Record<string, unknown>, string, string | null][] = [
  ["no type", { type: undefined }, "missing_required_parameter", "session.type"],
  ["an unknown type", { type: "video" }, "invalid_value", "session.type"],
  ["an unknown field", { temperature: 0.8 }, "unknown_parameter", "session.temperature"],
  [
    "an unknown field further down",
    VAD({ max_speech_ms: 1 }),
    "unknown_parameter",
    "session.audio.input.turn_detection.max_speech_ms",
  ],
  [
    "a format by name alone",
    { audio: { input: { format: "pcm16" } } },
    "invalid_type",
    "session.audio.input.format",
  ],
  [
    "a low rate",
    { audio: { input: { format: { type: "audio/pcm", rate: 16_000 } } } },
    "integer_below_min_value",
    "session.audio.input.format.rate",
  ],
  [
    "a threshold over 1",
    VAD({ threshold: 2 }),
    "decimal_above_max_value",
    "session.audio.input.turn_detection.threshold",
  ],
  [
    "half a millisecond",
    VAD({ silence_duration_ms: 0.5 }),
    "invalid_type",
    "session.audio.input.turn_detection.silence_duration_ms",
  ],
  [
    "both modalities",
    { output_modalities: ["audio", "text"] },
    "invalid_value",
    "session.output_modalities",
  ],
  [
    "an unknown voice",
    { audio: { output: { voice: "hal" } } },
    "invalid_value",
    "session.audio.output.voice",
  ],
  [
    "G.711 at a rate of one's own",
    { audio: { output: { format: { type: "audio/pcmu", rate: 8000 } } } },
    "unknown_parameter",
    "session.audio.output.format.rate",
  ],
  [
    "an MCP server",
    { tools: [{ type: "mcp", server_label: "x", server_url: "https://example.com" }] },
    "mock_not_implemented",
    "session.tools[0].type",
  ],
  [
    "a nameless tool",
    { tools: [{ type: "function" }] },
    "missing_required_parameter",
    "session.tools[0].name",
  ],
  [
    "a tool choice without a name",
    { tool_choice: { type: "function" } },
    "missing_required_parameter",
    "session.tool_choice.name",
  ],
];

for (const [what, fields, code, param] of REFUSED) {
  Deno.test(`an update with ${what} is refused and discarded whole`, () => {
    const caller = new Caller();
    const before = caller.last("session.created").session;
    update(caller, { type: "realtime", instructions: "Never applied.", ...fields });
    const { error } = caller.last("error");
    assert.deepEqual([error.code, error.param, error.event_id], [code, param, "mine"]);
    update(caller, { type: "realtime" });
    assert.deepEqual(caller.last("session.updated").session, before);
  });
}

Deno.test("the error texts are those of the service", () => {
  const caller = new Caller();
  const say = (fields: Record<string, unknown>) => {
    update(caller, { type: "realtime", ...fields });
    return caller.last("error").error.message;
  };
  assert.equal(
    say({ audio: { input: { format: "pcm16" } } }),
    "Invalid type for 'session.audio.input.format': expected an object, but got a string instead.",
  );
  assert.equal(say({ temperature: 1 }), "Unknown parameter: 'session.temperature'.");
  assert.equal(
    say({ type: "video" }),
    "Invalid value: 'video'. Supported values are: 'realtime' and 'transcription'.",
  );
  assert.match(say({ type: "transcription" }), /^Passing a transcription session update event/);
});

Deno.test("the voice is locked once the assistant has spoken", async () => {
  const caller = new Caller();
  const sayAs = (voice: string) =>
    update(caller, { type: "realtime", audio: { output: { voice } } });
  sayAs("cedar");
  await caller.takeTurn();
  await caller.clock.advance(2000);
  sayAs("cedar");
  assert.equal(caller.all("session.updated").length, 2);
  sayAs("alloy");
  assert.equal(caller.last("error").error.code, "cannot_update_voice");
});

Deno.test("a single response cannot have another voice either, unless it is out of band", async () => {
  const caller = new Caller();
  const sayAs = async (voice: string, conversation: "auto" | "none" = "auto") => {
    const response = { audio: { output: { voice } }, conversation };
    caller.send({ type: "response.create", response });
    await caller.clock.advance(2000);
  };
  await sayAs("cedar");
  await sayAs("alloy");
  await sayAs("cedar", "none");
  assert.equal(caller.all("response.done").length, 3);
  await sayAs("cedar");
  assert.equal(caller.last("error").error.code, "cannot_update_voice");
  assert.equal(caller.all("response.done").length, 3);
});

Deno.test("tracing that is on may be said again and turned off, not changed", () => {
  const caller = new Caller();
  const trace = (tracing: unknown) => {
    const before = caller.all("session.updated").length;
    update(caller, { type: "realtime", tracing });
    return caller.all("session.updated").length > before;
  };
  const named = { workflow_name: "calls", group_id: "1" };
  assert.ok(trace(null));
  assert.ok(trace(named));
  assert.ok(trace({ group_id: "1", workflow_name: "calls" }));
  assert.ok(!trace("auto"));
  assert.equal(caller.last("error").error.param, "session.tracing");
  assert.ok(!trace({ workflow_name: "calls" }));
  assert.ok(trace(null));
});

Deno.test("a longer silence ends turns later", async () => {
  const caller = new Caller();
  update(caller, { type: "realtime", ...VAD({ silence_duration_ms: 500 }) });
  await caller.speak(noise(400));
  await caller.speak(silence(480));
  assert.equal(caller.all("input_audio_buffer.speech_stopped").length, 0);
  await caller.speak(silence(20));
  assert.equal(caller.last("input_audio_buffer.speech_stopped").audio_end_ms, 900);
});

Deno.test("without create_response a turn is committed and not answered", async () => {
  const caller = new Caller();
  update(caller, { type: "realtime", ...VAD({ create_response: false }) });
  await caller.takeTurn();
  await caller.clock.advance(5000);
  assert.equal(caller.last("conversation.item.done").item.type, "message");
  assert.equal(caller.all("response.created").length, 0);
});

Deno.test("without interrupt_response a reply goes on while the caller speaks", async () => {
  const caller = new Caller();
  update(caller, { type: "realtime", ...VAD({ interrupt_response: false }) });
  await caller.takeTurn();
  await caller.clock.advance(310);
  await caller.speak(noise(400));
  assert.equal(caller.last("response.done").response.status, "completed");
});

Deno.test("a voice of the user's own is shown by its id", () => {
  const caller = new Caller();
  update(caller, { type: "realtime", audio: { output: { voice: { id: "voice_1" } } } });
  const { session } = caller.last("session.updated");
  assert.equal("output" in session.audio && session.audio.output.voice, "voice_1");
});
