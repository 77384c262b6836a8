import assert from "node:assert/strict";
import type { ServerEventOf } from "../protocol/events.ts";
import { SentEvents } from "./sent_events.ts";

const refusal = (eventId: string | null) =>
  ({
    type: "error",
    error: { type: "invalid_request_error", code: "no", message: "never", event_id: eventId },
  }) as unknown as ServerEventOf<"error">;

Deno.test("a refused event is known by its id, and told once with its place", () => {
  const sent = new SentEvents();
  const clear = { type: "input_audio_buffer.clear" } as const;
  const first = sent.marked(clear, "mine.ts:7:3");
  const own = sent.marked({ ...clear, event_id: "own" }, undefined);
  assert.equal(own.event_id, "own");
  for (const id of [first.event_id!, first.event_id!, "own", "foreign", null]) {
    sent.receive(refusal(id));
  }
  assert.deepEqual(sent.refusals, [
    "input_audio_buffer.clear (mine.ts:7:3): no, “never”",
    "input_audio_buffer.clear: no, “never”",
  ]);
});

Deno.test("events of long ago are forgotten", () => {
  const sent = new SentEvents();
  const event = { type: "input_audio_buffer.clear" } as const;
  const { event_id } = sent.marked(event, undefined);
  for (let i = 0; i < 100; i++) sent.marked(event, undefined);
  sent.receive(refusal(event_id!));
  assert.deepEqual(sent.refusals, []);
});
