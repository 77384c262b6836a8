import type { Entry, WireItem } from "./conversation.ts";

/** What a response answers to, as far as a script can ask about it. */
export interface Cue {
  /** The n-th session of the mock, from 1. */
  readonly session: number;
  /** The n-th response of the session, from 1; answers to a tool's result belong to the turn before. */
  readonly turn: number;
  readonly outOfBand: boolean;
  /** What the user said or wrote last, where it is known. Costs time where it has to be listened for. */
  transcript(): string | undefined;
  /** Of the tools that have answered since then, in their order. */
  readonly toolResults: readonly ToolResult[];
}

export interface ToolResult {
  /** `undefined` where the call is not there any more. */
  readonly name: string | undefined;
  readonly output: string;
}

/** The words of the last message of the user; `undefined` where there is none or nobody knows them. */
export function lastTranscript(context: readonly Entry[]): string | undefined {
  const last = context.findLast(({ item }) => item.type === "message" && item.role === "user");
  const words = last && wordsOf(last);
  return words === "" ? undefined : words;
}

/** The tool results with which the context ends. */
export function toolResults(context: readonly Entry[]): ToolResult[] {
  const end = context.findLastIndex(({ item }) => !isToolItem(item)) + 1;
  return context.slice(end).flatMap(({ item }) =>
    item.type === "function_call_output"
      ? [{ name: calledName(context, item.call_id), output: item.output }]
      : []
  );
}

function isToolItem({ type }: WireItem): boolean {
  return type === "function_call" || type === "function_call_output";
}

function calledName(context: readonly Entry[], callId: string): string | undefined {
  for (const { item } of context) {
    if (item.type === "function_call" && item.call_id === callId) return item.name;
  }
}

function wordsOf({ item, heard }: Entry): string {
  if (item.type !== "message") return "";
  const { transcription } = heard ?? {};
  if (transcription && "transcript" in transcription) return transcription.transcript;
  return item.content.map((part) => ("text" in part && part.text) || spokenIn(part)).join(" ")
    .trim();
}

function spokenIn(part: object): string {
  return "transcript" in part && typeof part.transcript === "string" ? part.transcript : "";
}
