import assert from "node:assert/strict";
import { Caller, noise, silence } from "./session_harness.ts";

/** The reply lasts a second and is made within 250 ms after a think time of 300. */
const MADE_MS = 550;
const PLAYED_MS = MADE_MS + 1000;

const TURN = [
  "input_audio_buffer.timeout_triggered",
  "input_audio_buffer.committed",
  "conversation.item.added",
  "conversation.item.done",
];

function setTurnDetection(caller: Caller, fields: Record<string, unknown>): void {
  const audio = { input: { turn_detection: { type: "server_vad", ...fields } } };
  caller.send({ type: "session.update", session: { type: "realtime", audio } });
}

/** A session with an idle timeout of 5 s whose first reply has just been played. */
async function played(fields: Record<string, unknown> = {}): Promise<Caller> {
  const caller = new Caller();
  setTurnDetection(caller, { idle_timeout_ms: 5000, ...fields });
  await caller.takeTurn();
  if (fields.create_response === false) caller.send({ type: "response.create" });
  await caller.clock.advance(PLAYED_MS);
  assert.equal(caller.last("response.done").response.status, "completed");
  caller.newTypes();
  return caller;
}

Deno.test("silence after a reply has been played is a turn, and is answered", async () => {
  const caller = await played();
  await caller.speak(silence(4980));
  assert.deepEqual(caller.newTypes(), []);
  await caller.speak(silence(20));
  assert.deepEqual(caller.newTypes(), TURN);
  const timeout = caller.last("input_audio_buffer.timeout_triggered");
  assert.deepEqual([timeout.audio_start_ms, timeout.audio_end_ms], [600, 600 + 4980]);
  assert.equal(timeout.item_id, caller.last("input_audio_buffer.committed").item_id);
  await caller.clock.advance(300);
  assert.equal(caller.newTypes()[0], "response.created");
});

Deno.test("it goes on as long as nobody speaks, also where no audio comes", async () => {
  const caller = await played();
  await caller.clock.advance(2 * (5000 + PLAYED_MS));
  const timeouts = caller.all("input_audio_buffer.timeout_triggered");
  assert.deepEqual(timeouts.map(({ audio_end_ms }) => audio_end_ms), [600, 600]);
});

Deno.test("who speaks, commits, clears or takes the timeout back in time is not prompted", async () => {
  const acts: ((caller: Caller) => void | Promise<void>)[] = [
    (caller) => caller.speak(noise(60)),
    (caller) => caller.send({ type: "input_audio_buffer.clear" }),
    async (caller) => {
      await caller.speak(silence(100));
      caller.send({ type: "input_audio_buffer.commit" });
    },
    (caller) => setTurnDetection(caller, { idle_timeout_ms: null }),
  ];
  for (const act of acts) {
    const caller = await played();
    await act(caller);
    await caller.clock.advance(20_000);
    assert.equal(caller.all("input_audio_buffer.timeout_triggered").length, 0);
  }
});

Deno.test("the timeout starts anew with the next reply", async () => {
  const caller = await played();
  await caller.clock.advance(4000);
  await caller.takeTurn();
  await caller.clock.advance(PLAYED_MS + 4999);
  assert.equal(caller.all("input_audio_buffer.timeout_triggered").length, 0);
  await caller.clock.advance(1);
  assert.equal(caller.all("input_audio_buffer.timeout_triggered").length, 1);
});

Deno.test("a reply that was interrupted prompts nobody while the caller speaks", async () => {
  const caller = new Caller();
  setTurnDetection(caller, { idle_timeout_ms: 5000 });
  await caller.takeTurn();
  await caller.clock.advance(310);
  await caller.speak(noise(10_000));
  assert.equal(caller.last("response.done").response.status, "cancelled");
  assert.equal(caller.all("input_audio_buffer.timeout_triggered").length, 0);
});

Deno.test("without create_response the silence is committed and not answered", async () => {
  const caller = await played({ create_response: false });
  await caller.clock.advance(20_000);
  assert.deepEqual(caller.newTypes(), TURN);
});
