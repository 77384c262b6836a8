import { userAudioTokens } from "./prompt.ts";
import { textTokens } from "./said.ts";
import type { WireEventOf, WireTranscription } from "./wire.ts";

type Completed = WireEventOf<"conversation.item.input_audio_transcription.completed">;

/** The bill of a transcription: models of the gpt-4o family count tokens, all others the time. */
export function transcriptionUsage(
  { model, prompt }: WireTranscription,
  audioMs: number,
  transcript: string,
): Completed["usage"] {
  if (!model?.startsWith("gpt-4o")) return { type: "duration", seconds: audioMs / 1000 };
  const audio_tokens = userAudioTokens(audioMs);
  const text_tokens = textTokens(prompt ?? "");
  const input_tokens = text_tokens + audio_tokens;
  const output_tokens = textTokens(transcript);
  return {
    type: "tokens",
    total_tokens: input_tokens + output_tokens,
    input_tokens,
    input_token_details: { text_tokens, audio_tokens },
    output_tokens,
  };
}
