import assert from "node:assert/strict";
import {
  add,
  audioMessage,
  DONE,
  outOfBand,
  respond,
  rule,
  textMessage,
  userText,
} from "./response_harness.ts";
import { Caller, noise } from "./session_harness.ts";

const ASIDE = { conversation: "none", output_modalities: ["text"] };

Deno.test("an out-of-band response: response events alone, no conversation, metadata echoed", async () => {
  const caller = new Caller();
  caller.newTypes();
  const types = await respond(caller, { ...ASIDE, metadata: { topic: "mood" } });
  assert.deepEqual(types, ["response.created", ...outOfBand(textMessage(3)), ...DONE]);
  for (const type of ["response.created", "response.done"] as const) {
    const { conversation_id, metadata } = caller.last(type).response;
    assert.deepEqual([conversation_id, metadata], [null, { topic: "mood" }]);
  }
  const item_id = caller.last("response.output_item.done").item.id!;
  caller.send({ type: "conversation.item.retrieve", item_id });
  assert.equal(caller.last("error").error.code, "item_retrieve_invalid_item_id");
});

Deno.test("several run beside one in the conversation, each with its own id", async () => {
  const caller = new Caller();
  caller.newTypes();
  for (const metadata of [{ n: "1" }, { n: "2" }]) {
    caller.send({ type: "response.create", response: { ...ASIDE, metadata } });
  }
  caller.send({ type: "response.create" });
  await caller.clock.advance(2000);
  assert.equal(caller.all("error").length, 0);
  const done = caller.all("response.done").map(({ response }) => response);
  assert.deepEqual(done.map(({ metadata }) => metadata), [{ n: "1" }, { n: "2" }, null]);
  assert.equal(new Set(done.map(({ id }) => id)).size, 3);
  assert.equal(caller.all("conversation.item.added").length, 1);
});

Deno.test("speech and a cancel without an id leave it alone; its id cancels it", async () => {
  const caller = new Caller({ think: "1000" });
  caller.send({ type: "response.create", response: ASIDE });
  await caller.clock.advance(100);
  const { id } = caller.last("response.created").response;
  caller.newTypes();
  await caller.speak(noise(60));
  assert.deepEqual(caller.newTypes(), ["input_audio_buffer.speech_started"]);
  caller.send({ type: "response.cancel" });
  assert.equal(caller.last("error").error.code, "response_cancel_not_active");
  caller.send({ type: "response.cancel", response_id: id });
  assert.deepEqual(caller.newTypes(), ["error", "response.done"]);
  const { status, status_details } = caller.last("response.done").response;
  assert.deepEqual([status, status_details?.reason], ["cancelled", "client_cancelled"]);
});

Deno.test("'input' is read in place of the conversation, with references into it", async () => {
  const script = [
    rule({ when: { outOfBand: true, transcript: /^sun$/ }, say: "Sunny." }),
    rule({ when: { outOfBand: true, transcript: /^rain$/ }, say: "Rainy." }),
    rule({ when: { outOfBand: true }, say: "Nothing." }),
  ];
  const caller = new Caller({ script });
  add(caller, { ...userText("rain"), id: "spoken" });
  const say = async (...more: { input?: unknown[] }[]) => {
    await respond(caller, Object.assign({}, ASIDE, ...more));
    return caller.last("response.output_text.done").text;
  };
  assert.equal(await say(), "Rainy.");
  assert.equal(await say({ input: [] }), "Nothing.");
  assert.equal(await say({ input: [userText("sun")] }), "Sunny.");
  assert.equal(
    await say({ input: [userText("sun"), { type: "item_reference", id: "spoken" }] }),
    "Rainy.",
  );
  const tokens = caller.all("response.done").map(({ response }) => response.usage!.input_tokens!);
  assert.deepEqual(tokens.map((count) => count - tokens[1]!), [1, 0, 1, 2]);
});

Deno.test("a reference to an item that is not there is refused", () => {
  const caller = new Caller();
  const input = [userText("sun"), { type: "item_reference", id: "nobody" }];
  caller.newTypes();
  caller.send({ type: "response.create", response: { input } });
  assert.deepEqual(caller.newTypes(), ["error"]);
  assert.equal(caller.last("error").error.param, "response.input[1].id");
});

Deno.test("instructions, voice, format and modality hold for one response", async () => {
  const caller = new Caller();
  const output = { format: { type: "audio/pcmu" }, voice: "cedar" };
  caller.newTypes();
  const types = await respond(caller, { audio: { output }, instructions: "Be very brief." });
  assert.deepEqual(types, ["response.created", ...audioMessage("taaattaa"), ...DONE]);
  assert.deepEqual(caller.last("response.done").response.audio?.output, output);
  const bytes = caller.all("response.output_audio.delta")
    .map(({ delta }) => Uint8Array.fromBase64(delta).length);
  assert.deepEqual(bytes, [800, 1200, 2000, 2000, 2000]);
  const before = caller.last("response.done").response.usage!;
  await respond(caller);
  const { usage, audio } = caller.last("response.done").response;
  assert.deepEqual(audio?.output?.format, { type: "audio/pcm", rate: 24_000 });
  assert.ok(usage!.input_tokens! > before.input_tokens! + 40);
});
