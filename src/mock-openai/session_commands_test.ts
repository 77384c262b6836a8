import assert from "node:assert/strict";
import { Caller, noise, REPLY, silence, toBase64 } from "./session_harness.ts";

/** A session without turn detection. */
function pushToTalk(): Caller {
  const caller = new Caller();
  const audio = { input: { turn_detection: null } };
  caller.send({ type: "session.update", session: { type: "realtime", audio } });
  caller.newTypes();
  return caller;
}

function userText(text: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const content = [{ type: "input_text", text }];
  return {
    type: "conversation.item.create",
    item: { type: "message", role: "user", content },
    ...more,
  };
}

Deno.test("push-to-talk: nothing happens until the client commits and asks", async () => {
  const caller = pushToTalk();
  await caller.takeTurn();
  assert.deepEqual(caller.newTypes(), []);
  caller.send({ type: "input_audio_buffer.commit" });
  assert.deepEqual(caller.newTypes(), [
    "input_audio_buffer.committed",
    "conversation.item.added",
    "conversation.item.done",
  ]);
  await caller.clock.advance(5000);
  assert.deepEqual(caller.newTypes(), []);

  const askedMs = caller.clock.now();
  caller.send({ type: "response.create", response: { metadata: { turn: "1" } } });
  await caller.clock.advance(1000);
  assert.equal(caller.firstMs("response.output_audio.delta"), askedMs + 300);
  assert.deepEqual(caller.last("response.created").response.metadata, { turn: "1" });
  assert.deepEqual(caller.last("response.done").response.metadata, { turn: "1" });
});

Deno.test("less than 100 ms cannot be committed, and a commit or clear empties the buffer", async () => {
  const caller = pushToTalk();
  const commit = () => caller.send({ type: "input_audio_buffer.commit" });
  await caller.speak(noise(80));
  commit();
  assert.equal(caller.last("error").error.code, "input_audio_buffer_commit_empty");
  assert.match(caller.last("error").error.message, /only has 80\.00ms of audio\.$/);
  await caller.speak(noise(20));
  commit();
  assert.equal(caller.all("input_audio_buffer.committed").length, 1);
  commit();
  assert.match(caller.last("error").error.message, /only has 0\.00ms of audio\.$/);
  await caller.speak(noise(200));
  caller.send({ type: "input_audio_buffer.clear" });
  commit();
  assert.deepEqual(caller.newTypes().slice(-2), ["input_audio_buffer.cleared", "error"]);
});

Deno.test("clearing takes back a turn that has begun", async () => {
  const caller = new Caller();
  await caller.speak(noise(400));
  caller.send({ type: "input_audio_buffer.clear" });
  await caller.speak(silence(1000));
  assert.equal(caller.all("input_audio_buffer.speech_started").length, 1);
  assert.equal(caller.all("input_audio_buffer.speech_stopped").length, 0);
});

Deno.test("no audio is in two turns, nor in one after it was cleared", async () => {
  const caller = new Caller();
  const turn_detection = { type: "server_vad", create_response: false };
  caller.send({
    type: "session.update",
    session: { type: "realtime", audio: { input: { turn_detection } } },
  });
  const starts = () =>
    caller.all("input_audio_buffer.speech_started").map(({ audio_start_ms }) => audio_start_ms);
  await caller.speak(noise(600));
  caller.send({ type: "input_audio_buffer.commit" });
  await caller.speak(noise(400));
  await caller.speak(silence(200));
  assert.deepEqual(starts(), [0, 600]);
  // 60 ms of speech after a turn's last window would be padded with what belongs to it.
  await caller.speak(noise(400));
  await caller.speak(silence(200));
  assert.deepEqual(starts(), [0, 600, 1200]);
  await caller.speak(silence(1000));
  caller.send({ type: "input_audio_buffer.clear" });
  await caller.speak(silence(100));
  await caller.speak(noise(400));
  await caller.speak(silence(200));
  assert.deepEqual(starts(), [0, 600, 1200, 2800]);
  caller.send({ type: "response.create" });
  await caller.clock.advance(5000);
  const { usage } = caller.last("response.done").response;
  // 600, 600, 600 and 700 ms were committed.
  assert.equal(usage?.input_token_details?.audio_tokens, 6 + 6 + 6 + 7);
});

Deno.test("a text turn, in the order of the live service", async () => {
  const caller = new Caller();
  caller.newTypes();
  caller.send(userText("Hello"));
  caller.send({ type: "response.create", response: { output_modalities: ["text"] } });
  await caller.clock.advance(1000);
  const delta = "response.output_text.delta";
  assert.deepEqual(caller.newTypes(), [
    "conversation.item.added",
    "conversation.item.done",
    "response.created",
    "response.output_item.added",
    "conversation.item.added",
    "response.content_part.added",
    delta,
    delta,
    delta,
    "response.output_text.done",
    "response.content_part.done",
    "conversation.item.done",
    "response.output_item.done",
    "response.done",
    "rate_limits.updated",
  ]);
  assert.equal(caller.last("response.output_text.done").text, REPLY.transcript);
  const padded = caller.all(delta).map(({ delta, obfuscation }) =>
    delta.length + obfuscation.length
  );
  assert.deepEqual(padded, [16, 16, 16]);
});

Deno.test("one response at a time", async () => {
  const caller = new Caller();
  caller.send({ type: "response.create" });
  caller.send({ type: "response.create", event_id: "second" });
  const { code, event_id } = caller.last("error").error;
  assert.deepEqual([code, event_id], ["conversation_already_has_active_response", "second"]);
  await caller.clock.advance(1000);
  assert.equal(caller.all("response.created").length, 1);
  assert.match(
    caller.last("error").error.message,
    new RegExp(caller.last("response.done").response.id!),
  );
});

Deno.test("an item goes where the client wants it, under the client's id", () => {
  const caller = new Caller();
  const add = (id: string, previous_item_id?: string) => {
    const more = previous_item_id === undefined ? {} : { previous_item_id };
    const message = userText(id, more);
    caller.send({ ...message, item: { ...message.item as object, id } });
    return caller.last("conversation.item.added");
  };
  assert.equal(add("b").previous_item_id, null);
  assert.equal(add("d").previous_item_id, "b");
  assert.equal(add("a", "root").previous_item_id, null);
  assert.equal(add("c", "b").previous_item_id, "b");
  assert.equal(add("e").previous_item_id, "d");
  assert.equal(caller.all("error").length, 0);
  add("f", "nobody");
  assert.equal(caller.last("error").error.param, "previous_item_id");
  add("a");
  assert.equal(caller.last("error").error.param, "item.id");
});

Deno.test("an item can be read and deleted, once", () => {
  const caller = new Caller();
  caller.send(userText("Hello"));
  const { item } = caller.last("conversation.item.done");
  const item_id = item.id!;
  caller.send({ type: "conversation.item.retrieve", item_id });
  assert.deepEqual(caller.last("conversation.item.retrieved").item, item);
  caller.send({ type: "conversation.item.delete", item_id });
  assert.equal(caller.last("conversation.item.deleted").item_id, item_id);
  caller.send({ type: "conversation.item.delete", item_id });
  assert.equal(caller.last("error").error.code, "item_delete_invalid_item_id");
});

Deno.test("a client's audio is counted and not sent back", () => {
  const caller = new Caller();
  const content = [{ type: "input_audio", audio: toBase64(noise(1000)) }];
  caller.send({
    type: "conversation.item.create",
    item: { type: "message", role: "user", content },
  });
  assert.match(
    JSON.stringify(caller.last("conversation.item.done").item),
    /"content":\[\{"transcript":null,"type":"input_audio"\}\]/,
  );
});

Deno.test("asking for an item that is not there is answered at once: a round-trip probe", () => {
  const caller = new Caller();
  caller.newTypes();
  caller.send({ type: "conversation.item.retrieve", event_id: "probe_1", item_id: "none" });
  assert.deepEqual(caller.newTypes(), ["error"]);
  assert.deepEqual(caller.last("error").error, {
    type: "invalid_request_error",
    code: "item_retrieve_invalid_item_id",
    message: "Error retrieving item: the item with id 'none' does not exist.",
    param: null,
    event_id: "probe_1",
  });
});

Deno.test("a reply can be cut to what was heard, not beyond what was said", async () => {
  const caller = new Caller();
  await caller.takeTurn();
  await caller.clock.advance(1000);
  const item_id = caller.last("response.output_item.done").item.id!;
  const truncate = (audio_end_ms: number, id = item_id) =>
    caller.send({
      type: "conversation.item.truncate",
      item_id: id,
      content_index: 0,
      audio_end_ms,
    });
  truncate(1001);
  assert.equal(
    caller.last("error").error.message,
    "Audio content of 1000ms is already shorter than 1001ms",
  );
  truncate(400);
  assert.equal(caller.last("conversation.item.truncated").audio_end_ms, 400);
  caller.send({ type: "conversation.item.retrieve", item_id });
  assert.doesNotMatch(JSON.stringify(caller.last("conversation.item.retrieved")), /transcript/);
  truncate(100, "nobody");
  assert.equal(caller.last("error").error.code, "item_truncate_invalid_item_id");
});

const REFUSED: [string, string, string | null, string | null][] = [
  ["not JSON", "{", "invalid_json", null],
  ["a JSON value that is no event", "3", "invalid_type", "event"],
  ["no type", "{}", "missing_required_parameter", "type"],
  ["an unknown type", '{"type":"nope"}', "invalid_value", "type"],
  ["a type of WebRTC", '{"type":"output_audio_buffer.clear"}', "invalid_value", "type"],
  ["no audio", '{"type":"input_audio_buffer.append"}', "missing_required_parameter", "audio"],
  ["bad audio", '{"type":"input_audio_buffer.append","audio":"%"}', "invalid_value", "audio"],
  [
    "over 15 MiB of audio",
    JSON.stringify({ type: "input_audio_buffer.append", audio: "A".repeat(20_971_524) }),
    "string_above_max_length",
    "audio",
  ],
  ["a stray field", '{"type":"response.cancel","why":1}', "unknown_parameter", "why"],
  [
    "a response in another conversation",
    '{"type":"response.create","response":{"conversation":"mine"}}',
    "invalid_value",
    "response.conversation",
  ],
  [
    "the output of a tool and no call",
    '{"type":"conversation.item.create","item":{"type":"function_call_output"}}',
    "missing_required_parameter",
    "item.call_id",
  ],
  [
    "content of the wrong role",
    '{"type":"conversation.item.create","item":{"type":"message","role":"user",' +
    '"content":[{"type":"output_text","text":"x"}]}}',
    "invalid_value",
    "item.content[0].type",
  ],
];

for (const [what, frame, code, param] of REFUSED) {
  Deno.test(`a frame with ${what} brings one error and nothing else`, () => {
    const caller = new Caller();
    caller.newTypes();
    caller.session.receive(frame);
    assert.deepEqual(caller.newTypes(), ["error"]);
    const { error } = caller.last("error");
    assert.deepEqual([error.code, error.param, error.event_id], [code, param, null]);
  });
}

Deno.test("15 MiB of audio are taken, and an event_id of 512 characters", () => {
  const caller = new Caller();
  const event_id = "x".repeat(512);
  const audio = new Uint8Array(15 * 2 ** 20).toBase64();
  caller.send({ type: "input_audio_buffer.append", event_id, audio });
  assert.equal(caller.all("error").length, 0);
  caller.send({ type: "input_audio_buffer.commit" });
  assert.equal(caller.all("input_audio_buffer.committed").length, 1);
  caller.send({ type: "input_audio_buffer.clear", event_id: `${event_id}x` });
  assert.equal(caller.last("error").error.param, "event_id");
});

Deno.test("a binary frame brings an error", () => {
  const caller = new Caller();
  caller.session.receiveBinary();
  assert.equal(caller.last("error").error.code, "invalid_event");
});

Deno.test("an unknown type is answered with the list of those that there are", () => {
  const caller = new Caller();
  caller.send({ type: "nope" });
  assert.match(
    caller.last("error").error.message,
    /^Invalid value: 'nope'\. Supported values are: 'session\.update', .*'response\.cancel'\.$/,
  );
  for (const type of ["session.close", "session.input_audio_buffer.append"]) {
    caller.send({ type });
    const { code, param } = caller.last("error").error;
    assert.deepEqual([code, param], ["mock_not_implemented", "type"]);
  }
});
