import type { ClientEventOf } from "../protocol/events.ts";
import type { Turn } from "./turn.ts";

/**
 * What a client tells the service when it stops playing a reply: how much of it was heard. `undefined`
 * where all of it was.
 */
export function truncation(
  { player, lastAudio }: Turn,
  atMs: number,
): ClientEventOf<"conversation.item.truncate"> | undefined {
  const heardMs = player.heardMs(atMs);
  if (!lastAudio || heardMs >= player.audioMs) return undefined;
  return {
    type: "conversation.item.truncate",
    item_id: lastAudio.itemId,
    content_index: 0,
    audio_end_ms: Math.floor(heardMs),
  };
}
