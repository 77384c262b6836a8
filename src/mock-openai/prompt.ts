import type { Entry, WireItem } from "./conversation.ts";
import { textTokens, tokensOf } from "./said.ts";

const USER_AUDIO_MS_PER_TOKEN = 100;

/** What the user's audio costs: 1.63 s were billed as 16. */
export function userAudioTokens(audioMs: number): number {
  return Math.floor(audioMs / USER_AUDIO_MS_PER_TOKEN);
}

/** A part of what a response is made from, and what reading it costs in tokens. */
export interface Segment {
  /** Equal for equal content. */
  readonly key: string;
  readonly text: number;
  readonly audio: number;
}

/** What the model reads before it answers: instructions and tools, then the items. */
export function readPrompt(
  instructions: string,
  tools: readonly unknown[],
  items: readonly Entry[],
): Segment[] {
  const preamble = tools.length > 0 ? instructions + JSON.stringify(tools) : instructions;
  return [{ key: preamble, text: textTokens(preamble), audio: 0 }, ...items.map(itemSegment)];
}

function itemSegment({ id, item, audioMs }: Entry): Segment {
  const byUser = item.type === "message" && item.role === "user";
  const { text, audio } = tokensOf({ characters: charactersOf(item), audioMs });
  const key = `${id} ${audioMs}`;
  return { key, text, audio: byUser ? userAudioTokens(audioMs) : audio };
}

/** Images are taken and cost nothing: what they cost on the live service is not known. */
function charactersOf(item: WireItem): number {
  switch (item.type) {
    case "message":
      return item.content.reduce((sum, part) => sum + (part.text?.length ?? 0), 0);
    case "function_call":
      return item.name.length + item.arguments.length;
    case "function_call_output":
      return item.output.length;
    default:
      return 0;
  }
}
