import assert from "node:assert/strict";
import fc from "fast-check";
import { anyEvent } from "../fuzz/events.ts";
import { Journal } from "../journal.ts";
import { defaultSession } from "../session_config.ts";
import { VirtualClock } from "../../time/virtual_clock.ts";
import { toFrame } from "./frame.ts";
import { serverEventOf } from "./server_event.ts";

Deno.test("what lacks that which the mock reads of an event is none", () => {
  const session = { ...defaultSession("m"), audio: { input: { format: { type: "audio/opus" } } } };
  for (
    const frame of [
      "text",
      {},
      { type: 1 },
      { type: "error" },
      { type: "error", error: null },
      { type: "session.created" },
      { type: "session.created", session: { modalities: ["text"] } },
      { type: "session.updated", session },
      { type: "response.done" },
      { type: "response.done", response: null },
      { type: "a.later.one", response: null },
      { type: "response.output_audio.delta", response_id: 3 },
    ]
  ) assert.equal(serverEventOf(frame), undefined, JSON.stringify(frame));
  for (
    const frame of [
      { type: "error", error: { code: "x" } },
      { type: "session.created", session: defaultSession("m") },
      { type: "response.done", response: {} },
      { type: "a.later.one" },
    ]
  ) assert.equal(serverEventOf(frame), frame);
});

Deno.test("the journal takes whatever a service says", () => {
  fc.assert(fc.property(fc.oneof(anyEvent, fc.object()), (frame) => {
    const journal = new Journal(new VirtualClock());
    journal.onOpen(1, "m");
    const text = JSON.stringify(frame);
    const event = serverEventOf(toFrame(text));
    journal.onPassage({ session: 1, atMs: 0, text, direction: "out", event });
  }));
});
