import assert from "node:assert/strict";
import { encodeMuLaw } from "../../audio/g711.ts";
import { noise, silence, toBase64 } from "../session_harness.ts";
import { Ear } from "./ear.ts";

const append = (audio: string) => ({ type: "input_audio_buffer.append", audio });
const setFormat = (format: unknown) => ({
  type: "session.update",
  session: { type: "realtime", audio: { input: { format } } },
});

Deno.test("speech is told by its edges, other events by their types", () => {
  const ear = new Ear();
  assert.deepEqual(ear.hear(append(toBase64(noise(400)))), ["speech started"]);
  assert.deepEqual(ear.hear(append(toBase64(silence(400)))), ["speech stopped"]);
  assert.deepEqual(ear.hear({ type: "response.create" }), ["response.create"]);
  assert.deepEqual(ear.hear("hello"), ["a frame that is no event"]);
  assert.deepEqual(ear.hear(append("no base64 %")), []);
});

Deno.test("speech is heard in the format that the client has set", () => {
  const ear = new Ear();
  // Eight samples a millisecond: a third of what was made at 24.
  const muLaw = (samples: Int16Array) => encodeMuLaw(samples.subarray(0, samples.length / 3));
  ear.hear(setFormat({ type: "audio/pcmu" }));
  assert.deepEqual(ear.hear(append(muLaw(noise(400)).toBase64())), ["speech started"]);
  assert.deepEqual(ear.hear(append(muLaw(silence(180)).toBase64())), []);
  assert.deepEqual(ear.hear(append(muLaw(silence(40)).toBase64())), ["speech stopped"]);
});

Deno.test("a format that no service knows changes nothing", () => {
  const ear = new Ear();
  for (const format of [null, "pcm16", { type: "audio/opus" }]) {
    assert.deepEqual(ear.hear(setFormat(format)), ["session.update"]);
  }
  assert.deepEqual(ear.hear(append(toBase64(noise(400)))), ["speech started"]);
});
