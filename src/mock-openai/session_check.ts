import { REALTIME_SAMPLE_RATE } from "../protocol/events.ts";
import {
  anything,
  byField,
  byKind,
  type Check,
  fieldsOf,
  isBoolean,
  isDecimal,
  isInteger,
  isText,
  isTextOrNull,
  listOf,
  nullOr,
  oneOf,
} from "./check.ts";
import { invalidValue } from "./refusals.ts";
import { isToolChoice, isToolList } from "./tool_check.ts";

const VOICES = ["alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin"];

const isPcm = fieldsOf({
  type: anything,
  rate: isInteger(REALTIME_SAMPLE_RATE, REALTIME_SAMPLE_RATE),
});
const isG711 = fieldsOf({ type: anything });

export const isAudioFormat: Check = byField("type", {
  "audio/pcm": isPcm,
  "audio/pcmu": isG711,
  "audio/pcma": isG711,
});

export const isVoice: Check = byKind({
  string: oneOf(...VOICES, "cedar"),
  object: fieldsOf({ id: isText }, "id"),
});

const isTurnDetection: Check = byField("type", {
  server_vad: fieldsOf({
    type: anything,
    threshold: isDecimal(0, 1),
    prefix_padding_ms: isInteger(0),
    silence_duration_ms: isInteger(0),
    idle_timeout_ms: nullOr(isInteger(5000, 30_000)),
    create_response: isBoolean,
    interrupt_response: isBoolean,
  }),
  semantic_vad: fieldsOf({
    type: anything,
    eagerness: oneOf("low", "medium", "high", "auto"),
    create_response: isBoolean,
    interrupt_response: isBoolean,
  }),
});

const isTranscription = fieldsOf({
  model: isText,
  language: isTextOrNull,
  languages: nullOr(listOf(isText)),
  keywords: nullOr(listOf(isText)),
  prompt: isTextOrNull,
  delay: oneOf("minimal", "low", "medium", "high", "xhigh"),
});

const isNoiseReduction = fieldsOf({
  type: oneOf("near_field", "far_field"),
  strength: byKind({ number: anything }),
});

const isAudioInput = fieldsOf({
  format: isAudioFormat,
  transcription: nullOr(isTranscription),
  noise_reduction: nullOr(isNoiseReduction),
  turn_detection: nullOr(isTurnDetection),
});

const isInclude = nullOr(listOf(oneOf("item.input_audio_transcription.logprobs")));

const object = byKind({ object: anything });

/** Fields that a session and a single response share. */
export const SHARED_FIELDS: Readonly<Record<string, Check>> = {
  instructions: isText,
  output_modalities: (value, path) =>
    listOf(oneOf("text", "audio"))(value, path) ??
      ((value as string[]).length === 1
        ? undefined
        : invalidValue(path, JSON.stringify(value), ['["text"]', '["audio"]'])),
  tools: isToolList,
  tool_choice: isToolChoice,
  max_output_tokens: byKind({ number: isInteger(1, 4096), string: oneOf("inf") }),
  parallel_tool_calls: isBoolean,
  reasoning: fieldsOf({ effort: oneOf("minimal", "low", "medium", "high", "xhigh") }),
  prompt: nullOr(fieldsOf({ id: isText, version: isTextOrNull, variables: nullOr(object) }, "id")),
};

const isRealtimeSession = fieldsOf({
  ...SHARED_FIELDS,
  type: anything,
  model: isText,
  tracing: byKind({
    string: oneOf("auto"),
    object: fieldsOf({ workflow_name: isText, group_id: isText, metadata: anything }),
    null: anything,
  }),
  truncation: byKind({
    string: oneOf("auto", "disabled"),
    object: fieldsOf(
      {
        type: oneOf("retention_ratio"),
        retention_ratio: isDecimal(0, 1),
        token_limits: nullOr(object),
      },
      "type",
      "retention_ratio",
    ),
  }),
  include: isInclude,
  audio: fieldsOf({
    input: isAudioInput,
    output: fieldsOf({ format: isAudioFormat, voice: isVoice, speed: isDecimal(0.25, 1.5) }),
  }),
});

const isTranscriptionSession = fieldsOf({
  type: anything,
  include: isInclude,
  audio: fieldsOf({ input: isAudioInput }),
});

/** The `session` of a `session.update`. */
export const isSessionUpdate: Check = byField("type", {
  realtime: isRealtimeSession,
  transcription: isTranscriptionSession,
});
