import assert from "node:assert/strict";
import { defaultSession } from "./session_config.ts";
import { Caller, noise, REPLY, silence, toBase64 } from "./session_harness.ts";

const HEARD = [
  "input_audio_buffer.speech_started",
  "input_audio_buffer.speech_stopped",
  "input_audio_buffer.committed",
  "conversation.item.added",
  "conversation.item.done",
];
const OPENED = [
  "response.created",
  "response.output_item.added",
  "conversation.item.added",
  "response.content_part.added",
];
/** A second of audio in five deltas; the three words come at 0, 67 and 117 ms. */
const SPOKEN = [
  "response.output_audio_transcript.delta",
  "response.output_audio.delta",
  "response.output_audio.delta",
  "response.output_audio.delta",
  "response.output_audio_transcript.delta",
  "response.output_audio_transcript.delta",
  "response.output_audio.delta",
  "response.output_audio.delta",
];
const CLOSED = [
  "response.output_audio.done",
  "response.output_audio_transcript.done",
  "response.content_part.done",
  "conversation.item.done",
  "response.output_item.done",
  "response.done",
];

Deno.test("a session opens with its defaults", () => {
  const caller = new Caller();
  const { session } = caller.last("session.created");
  assert.deepEqual(caller.newTypes(), ["session.created"]);
  assert.deepEqual(session, {
    ...defaultSession("gpt-realtime-2.1"),
    id: session.id,
    expires_at: session.expires_at,
  });
  assert.match(session.id, /^sess_\w{21}$/);
  assert.equal(session.expires_at, Math.floor(caller.clock.wallMs() / 1000) + 3600);
});

Deno.test("a spoken turn brings the events in the order of the live service", async () => {
  const caller = new Caller();
  caller.newTypes();
  await caller.takeTurn();
  assert.deepEqual(caller.newTypes(), HEARD);
  await caller.clock.advance(1000);
  assert.deepEqual(caller.newTypes(), [...OPENED, ...SPOKEN, ...CLOSED, "rate_limits.updated"]);
});

Deno.test("a spoken turn has one item id and one place in the conversation", async () => {
  const caller = new Caller();
  await caller.takeTurn();
  await caller.clock.advance(1000);
  const { item_id, audio_start_ms } = caller.last("input_audio_buffer.speech_started");
  assert.equal(audio_start_ms, 0);
  assert.equal(caller.last("input_audio_buffer.speech_stopped").audio_end_ms, 600);
  assert.equal(caller.last("input_audio_buffer.speech_stopped").item_id, item_id);
  assert.equal(caller.last("input_audio_buffer.committed").item_id, item_id);
  assert.equal(caller.last("input_audio_buffer.committed").previous_item_id, null);
  const [user, assistant] = caller.all("conversation.item.added");
  assert.equal(user!.item.id, item_id);
  assert.equal(assistant!.previous_item_id, item_id);
});

Deno.test("the first audio leaves exactly the think time after speech_stopped", async () => {
  for (const think of ["0", "5", "300", "812.5"]) {
    const caller = new Caller({ think });
    await caller.takeTurn();
    await caller.clock.advance(2000);
    const stoppedMs = caller.firstMs("input_audio_buffer.speech_stopped");
    assert.equal(caller.firstMs("response.output_audio.delta") - stoppedMs, Number(think));
    const createdMs = caller.firstMs("response.created") - stoppedMs;
    assert.equal(createdMs, Math.min(20, Number(think)));
  }
});

Deno.test("the reply is all there, and response.done says what it cost", async () => {
  const caller = new Caller();
  await caller.takeTurn();
  await caller.clock.advance(1000);
  const audio = caller.all("response.output_audio.delta").map(({ delta }) => delta);
  const bytes = audio.flatMap((delta) => [...Uint8Array.fromBase64(delta)]);
  assert.equal(new Uint8Array(bytes).toBase64(), toBase64(REPLY.samples));
  assert.equal(caller.last("response.output_audio_transcript.done").transcript, REPLY.transcript);

  const { status, status_details, output, usage } = caller.last("response.done").response;
  assert.deepEqual([status, status_details, output?.length], ["completed", null, 1]);
  assert.equal(usage?.output_token_details?.audio_tokens, 20);
  assert.equal(usage?.input_token_details?.audio_tokens, 6);
  assert.equal(usage!.total_tokens, usage!.input_tokens! + usage!.output_tokens!);
  const [limit] = caller.last("rate_limits.updated").rate_limits;
  assert.equal(limit!.limit! - limit!.remaining!, usage!.total_tokens);
});

Deno.test("several turns in one append are several turns", async () => {
  const caller = new Caller();
  const parts = [noise(200), silence(300), noise(200), silence(300)];
  const audio = toBase64(Int16Array.from(parts.flatMap((part) => [...part])));
  caller.send({ type: "input_audio_buffer.append", audio });
  await caller.clock.advance(1000);
  assert.equal(caller.all("input_audio_buffer.committed").length, 2);
  const statuses = caller.all("response.done").map(({ response }) => response.status);
  assert.deepEqual(statuses, ["cancelled", "completed"]);
});

Deno.test("speech during a reply ends it where it is", async () => {
  const caller = new Caller();
  await caller.takeTurn();
  await caller.clock.advance(310);
  caller.newTypes();
  await caller.speak(noise(60));
  const types = caller.newTypes();
  assert.equal(types.indexOf("input_audio_buffer.speech_started"), types.length - 7);
  assert.deepEqual(types.slice(-6), CLOSED);
  const { response } = caller.last("response.done");
  assert.equal(response.status, "cancelled");
  assert.deepEqual(response.status_details, { type: "cancelled", reason: "turn_detected" });
  assert.equal(caller.last("response.output_item.done").item.type, "message");
  assert.match(JSON.stringify(response.output), /"status":"incomplete"/);
  await caller.clock.advance(2000);
  assert.deepEqual(caller.newTypes(), ["rate_limits.updated"]);
});

Deno.test("speech during the think time cancels a response that said nothing", async () => {
  const caller = new Caller({ think: "5000" });
  await caller.takeTurn();
  await caller.speak(noise(60));
  const { response } = caller.last("response.done");
  assert.deepEqual([response.status, response.output], ["cancelled", []]);
  assert.equal(caller.all("response.created").length, 1);
});

Deno.test("speech after the reply has been made interrupts nothing", async () => {
  const caller = new Caller();
  await caller.takeTurn();
  await caller.clock.advance(1000);
  caller.newTypes();
  await caller.speak(noise(60));
  assert.deepEqual(caller.newTypes(), ["input_audio_buffer.speech_started"]);
});

Deno.test("the client cancels a reply, and cannot cancel what is not there", async () => {
  const caller = new Caller();
  await caller.takeTurn();
  await caller.clock.advance(350);
  caller.send({ type: "response.cancel" });
  const { response } = caller.last("response.done");
  assert.deepEqual(response.status_details, { type: "cancelled", reason: "client_cancelled" });
  caller.send({ type: "response.cancel", event_id: "mine" });
  const { error } = caller.last("error");
  assert.deepEqual([error.code, error.event_id], ["response_cancel_not_active", "mine"]);
});

Deno.test("nothing comes after the end", async () => {
  const caller = new Caller();
  await caller.takeTurn();
  caller.session.end();
  caller.session.end();
  caller.newTypes();
  caller.send({ type: "input_audio_buffer.clear" });
  caller.session.receiveBinary();
  await caller.clock.advance(4e6);
  assert.deepEqual(caller.newTypes(), []);
  assert.equal(caller.closed, undefined);
});

Deno.test("a session ends after an hour, or when its limit says", async () => {
  for (const minutes of [60, 0.5]) {
    const caller = new Caller({ limitMs: minutes * 60_000 });
    const { expires_at } = caller.last("session.created").session;
    assert.equal(expires_at, caller.clock.wallMs() / 1000 + minutes * 60);
    await caller.clock.advance(minutes * 60_000 - 1);
    assert.equal(caller.closed, undefined);
    await caller.clock.advance(1);
    const reason = `Your session hit the maximum duration of ${minutes} minutes.`;
    const { code, message } = caller.last("error").error;
    assert.deepEqual([code, message], ["session_expired", reason]);
    assert.deepEqual(caller.closed, { code: 1001, reason });
  }
});

Deno.test("a client that is denied gets in, and nothing done", () => {
  const caller = new Caller({ denied: { code: null, message: "Ephemeral token expired" } });
  assert.deepEqual(caller.newTypes(), ["session.created"]);
  caller.send({ type: "response.create", event_id: "mine" });
  assert.deepEqual(caller.newTypes(), ["error"]);
  const { message, event_id } = caller.last("error").error;
  assert.deepEqual([message, event_id], ["Ephemeral token expired", "mine"]);
  assert.equal(caller.closed, undefined);
});

Deno.test("one seed and one input give one stream of events", async () => {
  const listen = async (seed: number) => {
    const caller = new Caller({ think: "gpt-realtime-1.5", seed });
    await caller.takeTurn();
    await caller.clock.advance(5000);
    await caller.takeTurn();
    await caller.clock.advance(5000);
    return caller.heard;
  };
  assert.deepEqual(await listen(7), await listen(7));
  assert.notDeepEqual(await listen(7), await listen(8));
});
