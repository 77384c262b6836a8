import assert from "node:assert/strict";
import type { ServerEvent } from "./events.ts";
import { TranscriptTimeline } from "./transcript_timeline.ts";

const stopped = event("input_audio_buffer.speech_stopped");
const committed = event("input_audio_buffer.committed", { item_id: "item_1" });
const TRANSCRIPTION = "conversation.item.input_audio_transcription";
const completed = event(`${TRANSCRIPTION}.completed`, { item_id: "item_1" });
const failed = event(`${TRANSCRIPTION}.failed`, { item_id: "item_1", error: { code: "too_long" } });

function event(type: string, fields: object = {}): ServerEvent {
  return { type, event_id: "event_1", ...fields } as ServerEvent;
}

/** A turn whose speech ends at 1000 ms. */
function play(...events: [number, ServerEvent][]): TranscriptTimeline {
  const timeline = new TranscriptTimeline(1000);
  for (const [atMs, event] of events) timeline.receive(event, atMs);
  return timeline;
}

Deno.test("TranscriptTimeline ends with the transcript of an item that was committed in it", () => {
  const turn = play([1500, stopped], [1501, committed], [2900, completed], [3000, completed]);
  assert.deepEqual([turn.verdict, turn.speechStoppedAtMs, turn.transcriptAtMs], ["ok", 1500, 2900]);
  assert.equal(play([1500, stopped], [2900, completed]).verdict, "unfinished");
});

Deno.test("TranscriptTimeline tells each way in which a turn goes wrong", () => {
  const broken = play([1500, stopped], [1501, committed], [2000, failed]);
  assert.deepEqual([broken.finished, broken.verdict, broken.errorCode], [
    true,
    "error",
    "too_long",
  ]);
  assert.equal(play([700, stopped], [701, committed], [1500, stopped]).verdict, "split_turn");
  const error = event("error", { error: { type: "server_error", code: null } });
  const told = play([1500, stopped], [1600, error]);
  assert.deepEqual([told.verdict, told.errorCode], ["unfinished", "server_error"]);
});
