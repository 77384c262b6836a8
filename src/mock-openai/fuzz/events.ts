/** For tests: right client events of every type, in names and values that sometimes meet. */
import fc from "fast-check";
import { noise, silence, toBase64 } from "../session_harness.ts";

/** Stands for the id of an item or response that the client has heard of: the n-th from the end. */
export const heardId = (kind: "item" | "resp", n: number) => `<${kind} ${n}>`;

const itemId = fc.oneof(
  { weight: 3, arbitrary: fc.nat(5).map((n) => heardId("item", n)) },
  { weight: 1, arbitrary: fc.constantFrom("root", "mine_1", "mine_2", "item_unknown", "") },
);
const responseId = fc.oneof(
  fc.nat(2).map((n) => heardId("resp", n)),
  fc.constantFrom("resp_unknown", ""),
);

const NOISE = toBase64(noise(400));
const SILENCE = toBase64(silence(400));
const audio = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(NOISE, SILENCE, NOISE + SILENCE) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 1000 }).map((n) => NOISE.slice(0, n * 4)) },
  { weight: 1, arbitrary: fc.base64String({ maxLength: 400 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("", "A", "AA==", "AAA=", "!!!!", "data:audio/wav;base64,"),
  },
);

const flag = fc.boolean();
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
/** Each field may be missing. */
const partial = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(fields, { requiredKeys: [] });

const format = fc.constantFrom(
  { type: "audio/pcm", rate: 24_000 },
  { type: "audio/pcm" },
  { type: "audio/pcmu" },
  { type: "audio/pcma" },
);

const turnDetection = fc.oneof(
  fc.constant(null),
  fc.record({
    type: fc.constant("server_vad"),
    threshold: fc.constantFrom(0, 0.1, 0.5, 1),
    silence_duration_ms: fc.constantFrom(0, 20, 200, 500, 1e9),
    prefix_padding_ms: fc.constantFrom(0, 300, 1e6),
    create_response: flag,
    interrupt_response: flag,
    idle_timeout_ms: fc.constantFrom(null, 5000, 30_000),
  }, { requiredKeys: ["type"] }),
  fc.record({
    type: fc.constant("semantic_vad"),
    eagerness: fc.constantFrom("low", "medium", "high", "auto"),
  }),
);

const tools = fc.constantFrom([], [{
  type: "function",
  name: "weather",
  description: "",
  parameters: { type: "object", properties: {} },
}]);

const shared = {
  instructions: fc.constantFrom("", "Be brief."),
  output_modalities: fc.constantFrom(["text"], ["audio"]),
  tools,
  tool_choice: fc.constantFrom("none", "auto", "required", { type: "function", name: "weather" }),
  max_output_tokens: fc.constantFrom(1, 10, 4096, "inf"),
};

const session = fc.record({
  type: fc.constantFrom("realtime", "realtime", "realtime", "transcription"),
  ...shared,
  audio: partial({
    input: partial({
      format,
      turn_detection: turnDetection,
      transcription: fc.constantFrom(null, { model: "whisper-1" }, { model: "gpt-4o-transcribe" }),
      noise_reduction: fc.constantFrom(null, { type: "near_field" }),
    }),
    output: partial({
      format,
      voice: fc.constantFrom("alloy", "marin", { id: "voice_1" }),
      speed: fc.constantFrom(0.25, 1, 1.5),
    }),
  }),
  tracing: fc.constantFrom(null, "auto"),
  truncation: fc.constantFrom("auto", "disabled", {
    type: "retention_ratio",
    retention_ratio: 0.5,
  }),
}, { requiredKeys: ["type"] });

const item = fc.oneof(
  fc.record({
    id: itemId,
    type: fc.constant("message"),
    role: fc.constantFrom("system", "user", "assistant"),
    content: fc.array(
      fc.oneof(
        fc.record({ type: fc.constantFrom("input_text", "output_text"), text: fc.string() }),
        fc.record({ type: fc.constantFrom("input_audio", "output_audio"), audio }),
        fc.constant({ type: "input_image", image_url: "data:image/png;base64,AAAA" }),
      ),
      { maxLength: 3 },
    ),
  }, { requiredKeys: ["type", "role", "content"] }),
  fc.record({
    type: fc.constant("function_call"),
    call_id: fc.constantFrom("call_1", "call_2"),
    name: fc.constant("weather"),
    arguments: fc.constantFrom("{}", "{", ""),
  }),
  fc.record({
    type: fc.constant("function_call_output"),
    call_id: fc.constantFrom("call_1", "call_unknown"),
    output: fc.string(),
  }),
);

const response = partial({
  ...shared,
  conversation: fc.constantFrom("auto", "none"),
  metadata: fc.constantFrom(null, {}, { topic: "a" }),
  input: fc.array(
    fc.oneof(item, fc.record({ type: fc.constant("item_reference"), id: itemId })),
    { maxLength: 2 },
  ),
});

const event = <T extends object>(
  type: string,
  fields: { [K in keyof T]: fc.Arbitrary<T[K]> } = {} as never,
) => fc.record({ type: fc.constant(type), ...fields, event_id: optional(fc.string()) });

/** Ids are placeholders of {@linkcode heardId}. */
export const anyEvent: fc.Arbitrary<object> = fc.oneof(
  { weight: 8, arbitrary: event("input_audio_buffer.append", { audio }) },
  { weight: 2, arbitrary: event("input_audio_buffer.commit") },
  { weight: 1, arbitrary: event("input_audio_buffer.clear") },
  { weight: 1, arbitrary: event("output_audio_buffer.clear") },
  { weight: 3, arbitrary: event("session.update", { session }) },
  {
    weight: 3,
    arbitrary: event("conversation.item.create", { item, previous_item_id: optional(itemId) }),
  },
  { weight: 1, arbitrary: event("conversation.item.retrieve", { item_id: itemId }) },
  { weight: 2, arbitrary: event("conversation.item.delete", { item_id: itemId }) },
  {
    weight: 2,
    arbitrary: event("conversation.item.truncate", {
      item_id: itemId,
      content_index: fc.nat(2),
      audio_end_ms: fc.constantFrom(0, 1, 100, 1e9),
    }),
  },
  { weight: 3, arbitrary: event("response.create", { response: optional(response) }) },
  { weight: 2, arbitrary: event("response.cancel", { response_id: optional(responseId) }) },
);
