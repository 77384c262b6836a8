import assert from "node:assert/strict";
import { Caller, noise, silence } from "../../session_harness.ts";

Deno.test("mute: the mock takes its own deafness for the end of the turn", async () => {
  const caller = new Caller({ faults: ["mute:300ms@turn=1"] });
  await caller.speak(noise(1000));
  await caller.speak(silence(200));
  await caller.clock.advance(2000);
  assert.equal(caller.all("input_audio_buffer.speech_stopped").length, 2);
  const statuses = caller.all("response.done").map(({ response }) => response.status);
  assert.deepEqual(statuses, ["cancelled", "completed"]);
  assert.deepEqual(caller.faultsGiven, ["mute:300ms@turn=1"]);
});

Deno.test("mute: one shorter than the silence that ends a turn is not noticed", async () => {
  const caller = new Caller({ faults: ["mute:100ms"] });
  await caller.speak(noise(1000));
  await caller.speak(silence(200));
  assert.equal(caller.all("input_audio_buffer.speech_stopped").length, 1);
});

Deno.test("early-reply: audio while the caller still speaks", async () => {
  const caller = new Caller({ think: "100", faults: ["early-reply:200ms"] });
  await caller.speak(noise(1000));
  const startedMs = caller.firstMs("input_audio_buffer.speech_started");
  assert.equal(caller.firstMs("response.output_audio.delta") - startedMs, 300);
  await caller.speak(silence(200));
  await caller.clock.advance(2000);
  assert.equal(caller.all("response.done").length, 2);
});

Deno.test("early-reply: what the session refuses of it, the client does not hear", async () => {
  const caller = new Caller({ think: "5000", faults: ["early-reply:200ms"] });
  caller.send({
    type: "session.update",
    session: {
      type: "realtime",
      audio: { input: { turn_detection: { type: "server_vad", interrupt_response: false } } },
    },
  });
  caller.send({ type: "response.create" });
  await caller.speak(noise(1000));
  assert.deepEqual(caller.faultsGiven, ["early-reply:200ms"]);
  assert.deepEqual(caller.all("error"), []);
  caller.send({ type: "response.create", event_id: "mine" });
  assert.equal(caller.last("error").error.event_id, "mine");
});
