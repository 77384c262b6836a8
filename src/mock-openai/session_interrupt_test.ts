import assert from "node:assert/strict";
import { audioMessage, CALL, functionCall, rule, toolCaller } from "./response_harness.ts";
import { Caller, noise } from "./session_harness.ts";

const STARTED = "input_audio_buffer.speech_started";
const SPEECH_NOTICED_MS = 60;

/** The message begins after 300 ms, the call after 550; both are done after 582. */
const script = rule({ say: "Yes, of course.", calls: [CALL] });
const STAGES: [stage: string, atMs: number, said: string[], statuses: string[]][] = [
  ["thinks", 100, [], []],
  ["has begun to speak", 310, audioMessage("ta"), ["incomplete"]],
  ["speaks", 400, audioMessage("taaat"), ["incomplete"]],
  [
    "calls a function",
    562,
    [...audioMessage("taaattaa"), ...functionCall(2)],
    ["completed", "incomplete"],
  ],
];

/** Statuses of the items and why the response ended. */
function outcome(caller: Caller): unknown[] {
  const { status, status_details, output } = caller.last("response.done").response;
  const statuses = output!.map((item) => "status" in item ? item.status : undefined);
  return [status, status_details, statuses];
}

for (const [stage, atMs, said, statuses] of STAGES) {
  Deno.test(`the client cancels a response that ${stage}`, async () => {
    const caller = toolCaller(script);
    caller.send({ type: "response.create" });
    await caller.clock.advance(atMs);
    caller.send({ type: "response.cancel" });
    assert.deepEqual(caller.newTypes(), ["response.created", ...said, "response.done"]);
    const details = { type: "cancelled", reason: "client_cancelled" };
    assert.deepEqual(outcome(caller), ["cancelled", details, statuses]);
    await caller.clock.advance(5000);
    assert.deepEqual(caller.newTypes(), ["rate_limits.updated"]);
  });

  Deno.test(`speech interrupts a response that ${stage}`, async () => {
    const caller = toolCaller(script);
    caller.send({ type: "response.create" });
    await caller.clock.advance(atMs - SPEECH_NOTICED_MS);
    await caller.speak(noise(SPEECH_NOTICED_MS));
    const types = caller.newTypes();
    const started = types.indexOf(STARTED);
    assert.deepEqual(types.toSpliced(started, 1), ["response.created", ...said, "response.done"]);
    assert.ok(types.slice(started + 1).every((type) => type.endsWith(".done")));
    const details = { type: "cancelled", reason: "turn_detected" };
    assert.deepEqual(outcome(caller), ["cancelled", details, statuses]);
  });
}

Deno.test("a response cancelled before it was announced is announced and done", () => {
  const caller = new Caller();
  caller.newTypes();
  caller.send({ type: "response.create" });
  caller.send({ type: "response.cancel" });
  assert.deepEqual(caller.newTypes(), ["response.created", "response.done"]);
});

Deno.test("after a cancel the next response may begin at once", async () => {
  const caller = new Caller();
  caller.send({ type: "response.create" });
  caller.send({ type: "response.cancel" });
  caller.send({ type: "response.create" });
  await caller.clock.advance(1000);
  const statuses = caller.all("response.done").map(({ response }) => response.status);
  assert.deepEqual([statuses, caller.all("error").length], [["cancelled", "completed"], 0]);
});

Deno.test("the client's wish comes too late where turn detection has begun a response", async () => {
  const caller = new Caller();
  await caller.takeTurn();
  caller.send({ type: "response.create", event_id: "mine" });
  await caller.clock.advance(1000);
  const { code, message, event_id } = caller.last("error").error;
  assert.deepEqual([code, event_id], ["conversation_already_has_active_response", "mine"]);
  const { id } = caller.last("response.done").response;
  assert.ok(message.includes(`${id}. Wait until`));
  assert.equal(caller.all("response.created").length, 1);
});

Deno.test("a turn that ends while a reply may not be interrupted brings an error, no response", async () => {
  const caller = new Caller({ think: "2000" });
  const turn_detection = { type: "server_vad", interrupt_response: false };
  caller.send({
    type: "session.update",
    session: { type: "realtime", audio: { input: { turn_detection } } },
  });
  caller.send({ type: "response.create" });
  await caller.takeTurn();
  const { code, event_id } = caller.last("error").error;
  assert.deepEqual([code, event_id], ["conversation_already_has_active_response", null]);
  await caller.clock.advance(5000);
  assert.deepEqual(caller.all("response.done").map(({ response }) => response.status), [
    "completed",
  ]);
});
