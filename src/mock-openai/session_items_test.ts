import assert from "node:assert/strict";
import { add, ADDED, respond, userText } from "./response_harness.ts";
import { Caller } from "./session_harness.ts";

const PNG = "data:image/png;base64,iVBORw0KGgo=";

const TAKEN: [string, Record<string, unknown>][] = [
  ["a system message", {
    type: "message",
    role: "system",
    content: [{ type: "input_text", text: "Be kind." }],
  }],
  ["what an assistant said", {
    type: "message",
    role: "assistant",
    content: [{ type: "output_text", text: "Hello." }],
  }],
  ["an image beside a text", {
    type: "message",
    role: "user",
    content: [{ type: "input_text", text: "What is this?" }, {
      type: "input_image",
      image_url: PNG,
      detail: "low",
    }],
  }],
  ["a call", { type: "function_call", name: "look", call_id: "call_mine", arguments: "{}" }],
];

for (const [what, item] of TAKEN) {
  Deno.test(`${what} is added as it came, complete, under the client's id`, () => {
    const caller = new Caller();
    caller.newTypes();
    assert.deepEqual(add(caller, { ...item, id: "mine", object: "realtime.item" }), ADDED);
    const shown = { ...item, id: "mine", status: "completed" };
    assert.deepEqual(caller.last("conversation.item.added").item, shown);
    assert.deepEqual(caller.last("conversation.item.done").item, shown);
  });
}

const REFUSED: [string, Record<string, unknown>, code: string, param: string][] = [
  ["a long id", { ...userText("x"), id: "x".repeat(33) }, "string_above_max_length", "item.id"],
  [
    "a long call id",
    { type: "function_call_output", call_id: "x".repeat(33), output: "" },
    "string_above_max_length",
    "item.call_id",
  ],
  [
    "a call id of strange letters",
    { type: "function_call_output", call_id: "call/1", output: "" },
    "invalid_value",
    "item.call_id",
  ],
  ...(["text", "image_url", "audio"] as const).map((field): typeof REFUSED[number] => {
    const type = { text: "input_text", image_url: "input_image", audio: "input_audio" }[field];
    const item = { type: "message", role: "user", content: [{ type }] };
    return [
      `${type} without its ${field}`,
      item,
      "missing_required_parameter",
      `item.content[0].${field}`,
    ];
  }),
  [
    "an image of another kind",
    {
      type: "message",
      role: "user",
      content: [{ type: "input_image", image_url: "data:image/gif;base64,xx" }],
    },
    "invalid_value",
    "item.content[0].image_url",
  ],
  [
    "an image elsewhere",
    { type: "message", role: "user", content: [{ type: "input_image", image_url: "https://x/y" }] },
    "invalid_value",
    "item.content[0].image_url",
  ],
  [
    "an MCP approval",
    { type: "mcp_approval_response", approve: true, approval_request_id: "x" },
    "mock_not_implemented",
    "item.type",
  ],
];

for (const [what, item, code, param] of REFUSED) {
  Deno.test(`an item with ${what} is refused`, () => {
    const caller = new Caller();
    caller.newTypes();
    assert.deepEqual(add(caller, item), ["error"]);
    const { error } = caller.last("error");
    assert.deepEqual([error.code, error.param], [code, param]);
  });
}

function truncate(caller: Caller, item_id: string, audio_end_ms: number, content_index = 0): void {
  caller.send({ type: "conversation.item.truncate", item_id, content_index, audio_end_ms });
}

Deno.test("only what the mock has said aloud can be truncated", async () => {
  const caller = new Caller();
  add(caller, { ...userText("Hello"), id: "mine" });
  await respond(caller, { output_modalities: ["text"] });
  const written = caller.last("response.output_item.done").item.id!;
  await respond(caller);
  const said = caller.last("response.output_item.done").item.id!;
  for (const [id, index] of [["mine", 0], [written, 0], [said, 1]] as const) {
    truncate(caller, id, 0, index);
    const { code, message, param } = caller.last("error").error;
    assert.deepEqual([code, param], ["unsupported_content_type", null]);
    assert.equal(message, "Only model output audio messages can be truncated");
  }
  assert.equal(caller.all("error").length, 3);
});

Deno.test("a message truncated while it is made does not get its words back", async () => {
  const caller = new Caller();
  caller.send({ type: "response.create" });
  await caller.clock.advance(430);
  const item_id = caller.last("response.output_item.added").item.id!;
  truncate(caller, item_id, 200);
  await caller.clock.advance(1000);
  const content = [{ type: "output_audio" }];
  assert.deepEqual(
    (caller.last("conversation.item.done").item as { content?: unknown }).content,
    content,
  );
  truncate(caller, item_id, 201);
  assert.equal(
    caller.last("error").error.message,
    "Audio content of 200ms is already shorter than 201ms",
  );
});

Deno.test("a message of which nothing was heard is still one that was said", async () => {
  const caller = new Caller();
  await respond(caller);
  const item_id = caller.last("response.output_item.done").item.id!;
  truncate(caller, item_id, 0);
  truncate(caller, item_id, 0);
  assert.equal(caller.all("conversation.item.truncated").length, 2);
  const audio = { output: { voice: "cedar" } };
  caller.send({ type: "session.update", session: { type: "realtime", audio } });
  assert.equal(caller.last("error").error.code, "cannot_update_voice");
});

Deno.test("a deleted item leaves no gap behind", () => {
  const caller = new Caller();
  for (const id of ["a", "b"]) add(caller, { ...userText(id), id });
  caller.send({ type: "conversation.item.delete", item_id: "b" });
  add(caller, { ...userText("c"), id: "c" });
  assert.equal(caller.last("conversation.item.added").previous_item_id, "a");
});

Deno.test("metadata: sixteen pairs of short texts, echoed as they came", async () => {
  const caller = new Caller();
  const pairs = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`key${i}`, "x".repeat(512)]));
  await respond(caller, { metadata: pairs(16) });
  assert.deepEqual(caller.last("response.done").response.metadata, pairs(16));
  const refused: [Record<string, unknown>, string, string][] = [
    [pairs(17), "object_above_max_properties", "response.metadata"],
    [{ a: "x".repeat(513) }, "string_above_max_length", "response.metadata.a"],
    [{ a: 1 }, "invalid_type", "response.metadata.a"],
  ];
  for (const [metadata, code, param] of refused) {
    assert.deepEqual(await respond(caller, { metadata }), ["error"]);
    const { error } = caller.last("error");
    assert.deepEqual([error.code, error.param], [code, param]);
  }
});

Deno.test("from the second turn on what was read before is cached; the limits go down", async () => {
  const caller = new Caller();
  const instructions = "Be kind. ".repeat(60);
  caller.send({ type: "session.update", session: { type: "realtime", instructions } });
  await respond(caller);
  await respond(caller);
  const cached = caller.all("response.done")
    .map(({ response }) => response.usage!.input_token_details!.cached_tokens);
  assert.deepEqual(cached, [0, 128]);
  const [first, second] = caller.all("rate_limits.updated").map(({ rate_limits }) =>
    rate_limits[0]!
  );
  assert.ok(second!.remaining! < first!.remaining!);
});
