import assert from "node:assert/strict";
import {
  add,
  ADDED,
  audioMessage,
  CALL,
  DONE,
  functionCall,
  respond,
  rule,
  TOOL,
  toolCaller,
} from "./response_harness.ts";
import type { Caller } from "./session_harness.ts";

/** The call that was made last. */
function lastCall(caller: Caller) {
  const { item } = caller.last("response.output_item.done");
  assert.ok(item.type === "function_call");
  return item;
}

function answerCall(caller: Caller, output: string): string[] {
  const call_id = lastCall(caller).call_id!;
  return add(caller, { type: "function_call_output", call_id, output });
}

Deno.test("a function call, its result and the answer to it", async () => {
  const caller = toolCaller();
  assert.deepEqual(await respond(caller), ["response.created", ...functionCall(4), ...DONE]);
  assert.deepEqual(answerCall(caller, "It rains."), ADDED);
  assert.deepEqual(await respond(caller), [
    "response.created",
    ...audioMessage("taataaa"),
    ...DONE,
  ]);
  assert.equal(caller.last("response.output_audio_transcript.done").transcript, "It rains.");
});

Deno.test("one call id and one item id run through a call, whose arguments join up", async () => {
  const caller = toolCaller();
  await respond(caller);
  const { call_id, item_id, name, ...done } = caller.last("response.function_call_arguments.done");
  assert.match(call_id, /^call_[0-9A-Za-z]{16}$/);
  assert.deepEqual([name, done.arguments, done.output_index], ["get_weather", CALL.arguments, 0]);
  const deltas = caller.all("response.function_call_arguments.delta");
  assert.equal(deltas.map(({ delta }) => delta).join(""), CALL.arguments);
  assert.ok(deltas.every((event) => event.call_id === call_id && event.item_id === item_id));

  const item = { id: item_id, type: "function_call", name: "get_weather", call_id };
  const begun = { ...item, status: "in_progress", arguments: "" };
  const whole = { ...item, status: "completed", arguments: CALL.arguments };
  assert.deepEqual(caller.last("response.output_item.added").item, begun);
  assert.deepEqual(caller.last("conversation.item.done").item, whole);
  assert.deepEqual(caller.last("response.done").response.output, [whole]);
});

Deno.test("a preamble, then calls in parallel, each at its index", async () => {
  const caller = toolCaller(rule({ preamble: "Let me see.", calls: [CALL, CALL] }));
  assert.deepEqual(await respond(caller), [
    "response.created",
    ...audioMessage("taaatata"),
    ...functionCall(4),
    ...functionCall(4),
    ...DONE,
  ]);
  const added = caller.all("response.output_item.added");
  assert.deepEqual(added.map(({ output_index }) => output_index), [0, 1, 2]);
  const ids = added.map(({ item }) => item.type === "function_call" ? item.call_id : "message");
  assert.equal(new Set(ids).size, 3);
  const { output } = caller.last("response.done").response;
  assert.deepEqual(output!.map(({ type }) => type), ["message", "function_call", "function_call"]);
  const previous = caller.all("conversation.item.added").map(({ previous_item_id }) =>
    previous_item_id
  );
  assert.deepEqual(previous, [null, ...added.slice(0, 2).map(({ item }) => item.id)]);
});

Deno.test("without parallel_tool_calls there is one call", async () => {
  const caller = toolCaller(rule({ calls: [CALL, CALL] }));
  await respond(caller, { parallel_tool_calls: false });
  assert.equal(caller.last("response.done").response.output!.length, 1);
});

Deno.test("tool_choice: none speaks, required and a named function call", async () => {
  const caller = toolCaller();
  await respond(caller, { tool_choice: "none" });
  assert.equal(caller.last("response.output_item.done").item.type, "message");
  for (const tool_choice of ["required", { type: "function", name: "get_weather" }]) {
    assert.deepEqual(await respond(caller, { tool_choice }), [
      "response.created",
      ...functionCall(3),
      ...DONE,
    ]);
    assert.equal(lastCall(caller).arguments, '{"city":""}');
  }
});

Deno.test("a tool choice that cannot be met is refused", () => {
  const caller = toolCaller();
  const refused = (response: Record<string, unknown>) => {
    caller.send({ type: "response.create", event_id: "mine", response });
    assert.deepEqual(caller.newTypes(), ["error"]);
    return caller.last("error").error;
  };
  const { code, param, event_id } = refused({ tool_choice: { type: "function", name: "fly" } });
  assert.deepEqual([code, param, event_id], ["invalid_value", "response.tool_choice", "mine"]);
  assert.match(refused({ tools: [], tool_choice: "required" }).message, /'required' not found/);
});

Deno.test("tools of one response replace the session's", async () => {
  const caller = toolCaller(rule({ calls: [{ ...CALL, name: "get_time" }] }));
  await respond(caller);
  const { status, status_details, output } = caller.last("response.done").response;
  assert.deepEqual([status, output], ["failed", []]);
  assert.equal(status_details?.error?.code, "mock_tool_not_declared");
  await respond(caller, { tools: [{ ...TOOL, name: "get_time" }] });
  assert.equal(lastCall(caller).name, "get_time");
});

Deno.test("a result that belongs to no call is refused", () => {
  const caller = toolCaller();
  add(caller, { type: "function_call_output", call_id: "call_nobody", output: "" });
  const { code, message } = caller.last("error").error;
  assert.equal(code, "invalid_tool_call_id");
  assert.equal(message, "Tool call ID 'call_nobody' not found in conversation.");
});

Deno.test("a client's own call gets an id, and its result is taken", async () => {
  const caller = toolCaller(rule({ when: { tool: "walk", result: /far/ }, say: "Walked." }));
  add(caller, { type: "function_call", name: "walk", arguments: "{}" });
  const { item } = caller.last("conversation.item.done");
  assert.ok(item.type === "function_call");
  assert.match(item.call_id!, /^call_/);
  add(caller, { type: "function_call_output", call_id: item.call_id, output: "far" });
  await respond(caller);
  assert.equal(caller.last("response.output_audio_transcript.done").transcript, "Walked.");
});

Deno.test("a call that is broken off keeps the arguments it had", async () => {
  const caller = toolCaller();
  caller.send({ type: "response.create" });
  await caller.clock.advance(310);
  caller.send({ type: "response.cancel" });
  assert.deepEqual(caller.newTypes(), ["response.created", ...functionCall(2), "response.done"]);
  assert.equal(caller.last("response.function_call_arguments.done").arguments, '{"city":');
  assert.equal(lastCall(caller).status, "incomplete");
});
