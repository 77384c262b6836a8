/** For tests: the events of responses in order, and what a client needs to bring them about. */
import type { LoadedRule } from "./rule.ts";
import { Caller } from "./session_harness.ts";

const OPENED = ["response.output_item.added", "conversation.item.added"];
const CLOSED = ["conversation.item.done", "response.output_item.done"];
export const DONE = ["response.done", "rate_limits.updated"];

function times(count: number, type: string): string[] {
  return Array<string>(count).fill(type);
}

/** An audio message, its deltas given as `t` (transcript) and `a` (audio). */
export function audioMessage(deltas: string): string[] {
  return [
    ...OPENED,
    "response.content_part.added",
    ...[...deltas].map((delta) =>
      delta === "a" ? "response.output_audio.delta" : "response.output_audio_transcript.delta"
    ),
    "response.output_audio.done",
    "response.output_audio_transcript.done",
    "response.content_part.done",
    ...CLOSED,
  ];
}

export function textMessage(deltas: number): string[] {
  return [
    ...OPENED,
    "response.content_part.added",
    ...times(deltas, "response.output_text.delta"),
    "response.output_text.done",
    "response.content_part.done",
    ...CLOSED,
  ];
}

export function functionCall(deltas: number): string[] {
  return [
    ...OPENED,
    ...times(deltas, "response.function_call_arguments.delta"),
    "response.function_call_arguments.done",
    ...CLOSED,
  ];
}

/** The same events outside of the conversation. */
export function outOfBand(types: readonly string[]): string[] {
  return types.filter((type) => !type.startsWith("conversation."));
}

export function rule(fields: Partial<LoadedRule>): LoadedRule {
  return { when: {}, calls: [], ...fields };
}

export const CALL = { kind: "call", name: "get_weather", arguments: '{"city":"Paris"}' } as const;

export const TOOL = {
  type: "function",
  name: "get_weather",
  description: "The weather of a city",
  parameters: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
  },
};

/** A session with the tool `get_weather`, which the first turn calls unless the script says otherwise. */
export function toolCaller(...script: LoadedRule[]): Caller {
  const rules = script.length > 0 ? script : [rule({ when: { turn: 1 }, calls: [CALL] })];
  const caller = new Caller({ script: rules });
  caller.send({ type: "session.update", session: { type: "realtime", tools: [TOOL] } });
  caller.newTypes();
  return caller;
}

/** Asks for a response and hears it out. */
export async function respond(
  caller: Caller,
  response: Record<string, unknown> = {},
): Promise<string[]> {
  caller.send({ type: "response.create", response });
  await caller.clock.advance(5000);
  return caller.newTypes();
}

export function add(caller: Caller, item: Record<string, unknown>): string[] {
  caller.send({ type: "conversation.item.create", item });
  return caller.newTypes();
}

export function userText(text: string): Record<string, unknown> {
  return { type: "message", role: "user", content: [{ type: "input_text", text }] };
}

export const ADDED = ["conversation.item.added", "conversation.item.done"];
