import assert from "node:assert/strict";
import type { WireEvent } from "../../wire.ts";
import { Caller, noise, silence } from "../../session_harness.ts";

/** A caller who has taken `turns` turns and heard the replies of a second each. */
async function talk(fault: string, turns = 1): Promise<Caller> {
  const caller = new Caller({ faults: [fault] });
  for (let i = 0; i < turns; i++) {
    await caller.takeTurn();
    await caller.clock.advance(3000);
  }
  return caller;
}

const SOUND = await talk("no-audio@turn=99");

function audioTimes(caller: Caller): number[] {
  return caller.heard.filter(({ event }) => event.type === "response.output_audio.delta")
    .map(({ atMs }) => atMs - caller.firstMs("response.output_audio.delta"));
}

const typesOf = (caller: Caller) => caller.heard.map(({ event }) => event.type);

/** The deltas of audio as they came, told apart by their number in the sound reply. */
function audioOrder(caller: Caller): number[] {
  const sound = SOUND.all("response.output_audio.delta").map(({ delta }) => delta);
  return caller.all("response.output_audio.delta").map(({ delta }) => sound.indexOf(delta));
}

Deno.test("without a chosen turn nothing goes wrong", () => {
  assert.deepEqual(SOUND.faultsGiven, []);
  assert.deepEqual(audioOrder(SOUND), [0, 1, 2, 3, 4]);
  assert.deepEqual(audioTimes(SOUND), [0, 25, 62.5, 125, 187.5]);
});

Deno.test("stall: the first piece is in time, the rest comes at once at its end, in order", async () => {
  const caller = await talk("stall:800ms");
  assert.deepEqual(audioTimes(caller), [0, 800, 800, 800, 800]);
  assert.deepEqual(typesOf(caller), typesOf(SOUND));
  const untilDoneMs = caller.firstMs("response.done") -
    caller.firstMs("response.output_audio.delta");
  assert.equal(untilDoneMs, 800);
  // 43 ms after the done that the session sent at 250 ms: it tells of the reply, and follows it.
  assert.equal(caller.firstMs("rate_limits.updated"), caller.firstMs("response.done"));
  assert.deepEqual(caller.faultsGiven, ["stall:800ms"]);
});

Deno.test("stall: one that ends before the next piece delays nothing", async () => {
  assert.deepEqual(audioTimes(await talk("stall:10ms")), [0, 25, 62.5, 125, 187.5]);
});

Deno.test("stall: what belongs to no reply is in time, and replies stay in order", async () => {
  const caller = new Caller({ faults: ["stall:5s@turn=1"] });
  await caller.takeTurn();
  await caller.clock.advance(400);
  caller.newTypes();
  caller.send({ type: "conversation.item.retrieve", item_id: "none" });
  await caller.speak(noise(400));
  assert.deepEqual(caller.newTypes(), ["error", "input_audio_buffer.speech_started"]);
  await caller.speak(silence(200));
  await caller.clock.advance(6000);
  const types = caller.newTypes();
  assert.equal(types[0], "input_audio_buffer.speech_stopped");
  const replies = ["response.created", "response.done", "rate_limits.updated"];
  assert.deepEqual(types.filter((type) => replies.includes(type)), [
    "response.done",
    "rate_limits.updated",
    ...replies,
  ]);
});

Deno.test("no-audio: all but the audio", async () => {
  const caller = await talk("no-audio");
  const others = typesOf(SOUND).filter((type) => type !== "response.output_audio.delta");
  assert.deepEqual(typesOf(caller), others);
});

Deno.test("duplicate-deltas and reorder-deltas: the same pieces, twice or swapped", async () => {
  assert.deepEqual(audioOrder(await talk("duplicate-deltas")), [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
  const swapped = await talk("reorder-deltas");
  assert.deepEqual(audioOrder(swapped), [0, 2, 1, 4, 3]);
  assert.equal(typesOf(swapped).at(-1), "rate_limits.updated");
  assert.deepEqual(swapped.faultsGiven.length, 2);
});

Deno.test("reorder-deltas: a piece without a partner comes before the end of the reply", async () => {
  const caller = new Caller({ faults: ["reorder-deltas"] });
  caller.send({
    type: "response.create",
    response: { output_modalities: ["text"] },
  });
  await caller.clock.advance(1000);
  // Three words: the second and third are swapped; then two, by cancelling in time.
  const text = caller.all("response.output_text.delta").map(({ delta }) => delta);
  assert.deepEqual(text, ["Yes,", " course.", " of"]);
  caller.send({ type: "response.create", response: { output_modalities: ["text"] } });
  await caller.clock.advance(310);
  caller.newTypes();
  caller.send({ type: "response.cancel" });
  assert.deepEqual(caller.newTypes().slice(0, 2), [
    "response.output_text.delta",
    "response.output_text.done",
  ]);
});

Deno.test("malformed and oversized: the first piece comes as another frame", async () => {
  const broken = await talk("malformed");
  assert.deepEqual(audioOrder(broken), [1, 2, 3, 4]);
  const [half] = broken.left;
  assert.ok(half?.kind === "text");
  assert.throws(() => JSON.parse(half.text), SyntaxError);
  const large = await talk("oversized:64KiB");
  const [frame] = large.left;
  assert.ok(frame?.kind === "text");
  assert.equal(frame.text.length, 65_536);
  const { type, delta } = JSON.parse(frame.text);
  assert.deepEqual([type, delta], [
    "response.output_audio.delta",
    SOUND.all("response.output_audio.delta")[0]!.delta,
  ]);
});

Deno.test("fail: a code fails the reply before it has begun", async () => {
  const caller = await talk("fail:rate_limit_exceeded@turn=1", 2);
  const [failed, sound] = caller.all("response.done").map(({ response }) => response);
  assert.equal(failed!.status, "failed");
  // As a script's failure of this code.
  assert.deepEqual(failed!.status_details, {
    type: "failed",
    error: {
      type: "server_error",
      code: "rate_limit_exceeded",
      message: "The mock lets this response fail: rate_limit_exceeded.",
    },
  });
  assert.deepEqual(failed!.output, []);
  assert.equal(sound!.status, "completed");
  assert.deepEqual(audioOrder(caller), [0, 1, 2, 3, 4]);
  assert.deepEqual(caller.all("error"), []);
  assert.deepEqual(caller.faultsGiven, ["fail:rate_limit_exceeded@turn=1"]);
});

Deno.test("fail: without any think time, too, nothing is said before", async () => {
  const caller = new Caller({ think: "0", faults: ["fail:rate_limit_exceeded"] });
  await caller.takeTurn();
  await caller.clock.advance(1000);
  assert.deepEqual(typesOf(caller).slice(-3), [
    "response.created",
    "response.done",
    "rate_limits.updated",
  ]);
  assert.deepEqual(caller.last("response.done").response.output, []);
});

Deno.test("fail: a reason of the service ends the reply in its own way, half said", async () => {
  const statuses = {
    content_filter: "incomplete",
    max_output_tokens: "incomplete",
    turn_detected: "cancelled",
    client_cancelled: "cancelled",
  };
  for (const [reason, status] of Object.entries(statuses)) {
    const caller = await talk(`fail:${reason}`);
    const { response } = caller.last("response.done");
    assert.equal(response.status, status);
    assert.deepEqual(response.status_details, { type: status, reason });
    assert.deepEqual(audioOrder(caller), [0]);
    assert.deepEqual(caller.all("error"), []);
    assert.match(JSON.stringify(response.output), /"status":"incomplete"/);
  }
});

Deno.test("error-mid-response: the error, the end of the open parts, the failed response", async () => {
  const caller = await talk("error-mid-response");
  const types = typesOf(caller);
  const after = types.slice(types.indexOf("error"));
  assert.deepEqual(
    after,
    [
      "error",
      "response.output_audio.done",
      "response.output_audio_transcript.done",
      "response.content_part.done",
      "conversation.item.done",
      "response.output_item.done",
      "response.done",
      "rate_limits.updated",
    ] satisfies WireEvent["type"][],
  );
  assert.equal(caller.last("error").error.type, "server_error");
  assert.equal(caller.last("response.done").response.status, "failed");
});

Deno.test("fail: after a failed reply the session goes on as ever", async () => {
  const caller = await talk("error-mid-response@turn=1", 2);
  const [user, failed, next] = caller.all("conversation.item.added");
  assert.equal(failed!.previous_item_id, user!.item.id);
  assert.equal(next!.previous_item_id, failed!.item.id);
  assert.equal(caller.last("response.done").response.status, "completed");
});
