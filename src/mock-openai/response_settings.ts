import type { ResponseRequest } from "../protocol/events.ts";
import type { Modality } from "./course.ts";
import { wholeFormat } from "./input_config.ts";
import { shownVoice } from "./session_config.ts";
import type { WireAudioFormat, WireSession } from "./wire.ts";

type OutputAudio = WireSession["audio"]["output"];

export interface FunctionTool {
  readonly type: "function";
  readonly name: string;
  readonly parameters?: unknown;
}

/** What one response goes by: what its client asked of it, else the session's settings. */
export interface ResponseSettings {
  readonly instructions: string;
  readonly modality: Modality;
  readonly format: WireAudioFormat;
  readonly voice: OutputAudio["voice"];
  readonly speed: number;
  readonly tools: readonly FunctionTool[];
  readonly toolChoice: NonNullable<WireSession["tool_choice"]>;
  readonly parallelToolCalls: boolean;
  readonly maxOutputTokens: number | "inf";
  readonly metadata: NonNullable<ResponseRequest["metadata"]> | null;
  /** Otherwise it is out of band: it neither joins the conversation nor waits for it. */
  readonly inConversation: boolean;
}

export function settingsFor(session: WireSession, request: ResponseRequest): ResponseSettings {
  const output = session.audio.output;
  return {
    instructions: request.instructions ?? session.instructions,
    modality: (request.output_modalities ?? session.output_modalities)[0]!,
    format: wholeFormat(request.audio?.output?.format) ?? output.format,
    voice: shownVoice(request.audio?.output?.voice) ?? output.voice,
    speed: output.speed,
    // Only such tools pass the check of a frame.
    tools: (request.tools ?? session.tools ?? []) as FunctionTool[],
    toolChoice: request.tool_choice ?? session.tool_choice ?? "auto",
    parallelToolCalls: request.parallel_tool_calls ?? session.parallel_tool_calls ?? true,
    maxOutputTokens: request.max_output_tokens ?? session.max_output_tokens,
    metadata: request.metadata ?? null,
    inConversation: request.conversation !== "none",
  };
}
