import assert from "node:assert/strict";
import { AudioMute } from "./audio_mute.ts";
import type { Outgoing } from "./outgoing.ts";

function append(bytes: number, value = 1): string {
  const audio = new Uint8Array(bytes).fill(value).toBase64();
  return JSON.stringify({ type: "input_audio_buffer.append", event_id: "e", audio });
}

function updatedTo(type: string): Outgoing {
  const session = { audio: { input: { format: { type } } } };
  const event = { type: "session.updated", event_id: "event_1", session };
  return { kind: "event", dueMs: 0, event: event as never };
}

Deno.test("silences appends for as long as told, in the session's format, and nothing else", () => {
  const silences = [["audio/pcm", 960, 0], ["audio/pcmu", 160, 0xff], ["audio/pcma", 160, 0xd5]];
  for (const [format, frameBytes, byte] of silences as [string, number, number][]) {
    const mute = new AudioMute();
    mute.watch(updatedTo(format));
    mute.watch(updatedTo("audio/unheard-of"));
    mute.watch({ kind: "event", dueMs: 0, event: { type: "session.updated" } as never });
    assert.equal(mute.hear(append(frameBytes)), append(frameBytes));
    mute.mute(40);
    for (const other of ["{", "null", '{"type":"input_audio_buffer.clear"}', append(3).slice(1)]) {
      assert.equal(mute.hear(other), other);
    }
    const heard = Array.from({ length: 3 }, () => mute.hear(append(frameBytes)));
    const silent = append(frameBytes, byte);
    assert.deepEqual(heard, [silent, silent, append(frameBytes)]);
  }
});
