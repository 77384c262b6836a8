import assert from "node:assert/strict";
import { bargeIn } from "../scenarios/barge_in.ts";
import { idle } from "../scenarios/idle.ts";
import { pushToTalk } from "../scenarios/push_to_talk.ts";
import { defineScenario } from "../scenarios/scenario.ts";
import { text } from "../scenarios/text.ts";
import { transcription } from "../scenarios/transcription.ts";
import { call, type FakeService } from "./fake_service.ts";

const SIX = Array<string>(6).fill("hello");
/** Turns are given 1,000 ms. */
const LATE = { turns: SIX, advanceMs: 20_000 };

Deno.test("an answer that comes after the time for it is never that of the next turn", async () => {
  // 30 ms from the first frame to the end of speech.
  for (const answerMs of [1031, 1150, 1300, 1900, 2500]) {
    const { record, turns, earlier } = await call((service) => service.answer(answerMs), LATE);
    assert.deepEqual(turns.map(({ outcome }) => outcome), SIX.map(() => "timeout"), `${answerMs}`);
    assert.equal(earlier.length, 5);
    const attempts = [...earlier, record].map((session) => session.turns);
    assert.deepEqual(attempts, SIX.map(() => 1));
  }
});

Deno.test("a turn that was given up stays so, whatever comes while its reply plays on", async () => {
  const delta = new Uint8Array(48 * 1000).fill(40).toBase64();
  const { turns } = await call((service) => {
    service.after(500, { type: "input_audio_buffer.speech_stopped" });
    service.after(510, { type: "response.created", response: { id: "r" } });
    service.after(900, { type: "response.output_audio.delta", response_id: "r", delta });
    service.after(1300, { type: 7 });
  }, { turns: ["hello"], advanceMs: 20_000 });
  assert.deepEqual(turns.map(({ outcome, errorCode }) => [outcome, errorCode]), [
    ["timeout", undefined],
  ]);
});

Deno.test("one answer that is lost costs one turn: the next one is measured on a new connection", async () => {
  let turn = 0;
  const { turns, earlier, service } = await call((service) => {
    service.answer(++turn === 1 ? 1200 : 530);
  }, { turns: ["hello", "hello", "hello"], advanceMs: 20_000 });
  assert.deepEqual(turns.map(({ outcome, ttfaMs }) => [outcome, ttfaMs]), [
    ["timeout", undefined],
    ["ok", 500],
    ["ok", 500],
  ]);
  assert.deepEqual([service.dials, earlier.length], [2, 1]);
});

Deno.test("a late answer is nobody's in any scenario", async () => {
  const onCreate = (service: FakeService) =>
    service.onSent.push((sent) => {
      if (sent.startsWith('{"type":"response.create"')) service.reply(1200, "completed");
    });
  for (const scenario of [text, pushToTalk]) {
    const { turns } = await call(() => {}, { ...LATE, scenario, prepare: onCreate });
    assert.deepEqual(turns.map(({ outcome }) => outcome), SIX.map(() => "timeout"), scenario.name);
  }
  const barging = await call((service) => service.answer(1200), { ...LATE, scenario: bargeIn });
  assert.deepEqual(barging.turns.map(({ outcome }) => outcome), SIX.map(() => "timeout"));
  const transcribed = await call((service) => {
    const type = "conversation.item.input_audio_transcription.completed";
    const item_id = `item_${service.dials}`;
    service.after(1150, { type: "input_audio_buffer.committed", item_id });
    service.after(1200, { type, item_id, transcript: "hello" });
  }, { ...LATE, scenario: transcription });
  assert.deepEqual(transcribed.turns.map(({ outcome }) => outcome), SIX.map(() => "timeout"));
});

Deno.test("a turn that was taken for two may be answered twice: the second answer is not the next turn's", async () => {
  const { turns, service } = await call((service) => {
    service.after(10, { type: "input_audio_buffer.speech_stopped" });
    service.reply(200, "completed");
    service.reply(400, "completed");
  }, { turns: ["hello", "hello"] });
  assert.deepEqual(turns.map(({ outcome }) => outcome), ["split_turn", "split_turn"]);
  assert.equal(service.dials, 2);
});

Deno.test("who speaks again without hearing the reply calls anew", async () => {
  const scenario = defineScenario({
    name: "hasty",
    async run(call) {
      await call.connect();
      await call.say("hello");
      await call.say("hello");
      await call.hearReply();
    },
  });
  const { turns } = await call((service) => service.answer(530), { scenario });
  assert.deepEqual(turns.map(({ outcome, errorCode, ttfaMs }) => [outcome, errorCode, ttfaMs]), [
    ["error", "reply_not_heard", undefined],
    ["ok", undefined, 500],
  ]);
});

Deno.test("idle: a line that is lost was not quiet to the end", async () => {
  const { record, turns } = await call(() => {}, {
    scenario: idle,
    turns: ["hello", "hello"],
    advanceMs: 30_000,
    prepare: (service) => void service.clock.at(3000, () => service.end(1006)),
  });
  assert.deepEqual([record.outcome, record.closeCode], ["closed", 1006]);
  assert.deepEqual(turns.map(({ outcome }) => outcome), ["closed"]);
});
