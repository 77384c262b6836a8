import assert from "node:assert/strict";
import { bargeIn } from "../scenarios/barge_in.ts";
import { idle } from "../scenarios/idle.ts";
import { pushToTalk } from "../scenarios/push_to_talk.ts";
import { reconnect } from "../scenarios/reconnect.ts";
import { type Caller, defineScenario } from "../scenarios/scenario.ts";
import { text } from "../scenarios/text.ts";
import { transcription } from "../scenarios/transcription.ts";
import { UNDIVIDED } from "../time/thread_watch.ts";
import { AUDIO, call, type FakeService } from "./fake_service.ts";

const steps = (run: (call: Caller) => Promise<void>) => defineScenario({ name: "steps", run });

/** Answers each `response.create` with audio, `ms` after it. */
function answering(ms: number) {
  return (service: FakeService) =>
    service.onSent.push((text) => {
      if (text.startsWith('{"type":"response.create"')) service.reply(ms, "completed");
    });
}

Deno.test("push-to-talk: the button decides; the wait counts from the commit, and nothing is sent after it", async () => {
  const { record, turns, service } = await call(() => {}, {
    scenario: pushToTalk,
    turns: ["hello"],
    prepare: answering(500),
  });
  assert.equal(record.outcome, "ok");
  const [turn] = turns;
  assert.equal(turn!.outcome, "ok");
  // The frame with the last sample leaves 10 ms after its capture, and the commit right after it.
  assert.deepEqual([turn!.ttfaMs, turn!.responseLatencyMs], [510, 500]);
  assert.equal(turn!.endpointingMs, undefined);
  const frames = service.received.map(({ text }) => text).filter((text) => !text.startsWith("{"));
  assert.deepEqual(frames, ["s0", "s1", "s2"]);
  assert.equal(turn!.pacingMs.length, 3);
});

Deno.test("text: the wait counts from the sending, and no microphone is open", async () => {
  const { turns, service } = await call(() => {}, {
    scenario: text,
    turns: ["hello", "hello"],
    prepare: answering(400),
  });
  assert.deepEqual(turns.map(({ outcome, ttfaMs }) => [outcome, ttfaMs]), [["ok", 400], [
    "ok",
    400,
  ]]);
  assert.equal(turns[0]!.rttMs, 7);
  assert.ok(service.received.every(({ text }) => text.startsWith("{")));
});

Deno.test("idle: nobody speaks and nobody answers; an answer is an early reply", async () => {
  const quiet = await call(() => {}, { scenario: idle, turns: ["hello"], advanceMs: 20_000 });
  assert.deepEqual(quiet.turns.map(({ outcome }) => outcome), ["ok"]);
  assert.equal(quiet.turns[0]!.rttMs, 7);
  const talkative = await call(() => {}, {
    scenario: idle,
    turns: ["hello"],
    advanceMs: 20_000,
    prepare: (service) => service.reply(3000, "completed"),
  });
  assert.deepEqual(talkative.turns.map(({ outcome }) => outcome), ["early_reply"]);
});

Deno.test("reconnect: each connection has a record and a session_ready of its own", async () => {
  const { record, turns, earlier } = await call((service) => service.answer(200), {
    scenario: reconnect,
  });
  assert.deepEqual(turns.map(({ turn, outcome }) => [turn, outcome]), [[1, "ok"], [1, "ok"]]);
  for (const each of [...earlier, record]) {
    assert.deepEqual([each.outcome, each.sessionReadyMs, each.turns], ["ok", 5, 1]);
  }
  assert.equal(earlier.length, 1);
});

/** Speaks without end; the reply is cancelled `ms` after somebody speaks into it. */
function interruptible(stopMs: number) {
  let turn = 0;
  return (service: FakeService) => {
    if (++turn > 1) {
      service.after(stopMs, {
        type: "response.done",
        response: { id: "resp_1", status: "cancelled" },
      });
      return service.answer(600);
    }
    service.after(0, { type: "input_audio_buffer.speech_started" });
    service.after(100, { type: "input_audio_buffer.speech_stopped" });
    service.after(110, { type: "response.created", response: { id: "resp_1" } });
    for (let ms = 200; ms < 2000; ms += 100) {
      const delta = {
        type: "response.output_audio.delta",
        response_id: "resp_1",
        item_id: "item_1",
      };
      service.after(ms, { ...delta, delta: AUDIO });
    }
  };
}

Deno.test("barge-in: the reply is spoken into, truncated to what was heard, and how long it went on is told", async () => {
  const { record, turns, service } = await call(interruptible(130), { scenario: bargeIn });
  assert.equal(record.outcome, "ok");
  assert.deepEqual(turns.map(({ turn, outcome }) => [turn, outcome]), [[1, "interrupted"], [
    2,
    "ok",
  ]]);
  const [speech] = service.received.filter(({ text }) => text === "s0").slice(1);
  const truncated = service.events("conversation.item.truncate");
  assert.equal(truncated.length, 1);
  // It began to play 200 ms after the first frame, and was stopped when speech was noticed, at once.
  const first = service.received.find(({ text }) => text === "s0")!;
  const heardMs = speech!.atMs - (first.atMs + 200);
  const { atMs: _, ...event } = truncated[0]!;
  assert.deepEqual(event, {
    type: "conversation.item.truncate",
    item_id: "item_1",
    content_index: 0,
    audio_end_ms: heardMs,
  });
  // The last audio before the end came at a whole 100 ms after the first frame; the first frame of the
  // speech left a frame after its first sample.
  const lastAtMs = first.atMs + Math.floor((speech!.atMs + 130 - first.atMs) / 100) * 100;
  assert.equal(turns[1]!.bargeInStopMs, lastAtMs - (speech!.atMs - 20));
  assert.equal(turns[0]!.bargeInStopMs, undefined);
});

Deno.test("interrupt: a reply that is over before is none to speak into", async () => {
  const { turns, service } = await call((service) => service.answer(300), { scenario: bargeIn });
  assert.deepEqual(turns.map(({ outcome }) => outcome), ["ok", "ok"]);
  assert.equal(turns[1]!.bargeInStopMs, undefined);
  assert.deepEqual(service.events("conversation.item.truncate"), []);
});

Deno.test("interrupt: a reply that never comes is a timeout, and the next turn is spoken all the same", async () => {
  const { turns } = await call(() => {}, { scenario: bargeIn });
  assert.deepEqual(turns.map(({ outcome }) => outcome), ["timeout", "timeout"]);
});

const CALLED = [{ type: "function_call", name: "add", call_id: "call_1", arguments: "[1,2]" }];

/** Calls a function once in each turn, then speaks where it was answered. */
function calling(service: FakeService): void {
  service.after(100, { type: "input_audio_buffer.speech_stopped" });
  service.after(110, { type: "response.created", response: { id: "resp_call" } });
  const response = { id: "resp_call", status: "completed", output: CALLED };
  service.after(120, { type: "response.done", response });
}

Deno.test("hearReply answers function calls: the spoken answer is the reply", async () => {
  const seen: unknown[] = [];
  const { turns, service } = await call(calling, {
    turns: [],
    scenario: steps(async (call) => {
      await call.connect();
      await call.say("hello");
      await call.hearReply({
        add: (args) => {
          seen.push(args);
          return { sum: 3 };
        },
      });
    }),
    prepare: answering(50),
  });
  assert.deepEqual(seen, [[1, 2]]);
  const [output] = service.events("conversation.item.create") as { item?: unknown }[];
  const item = { type: "function_call_output", call_id: "call_1", output: '{"sum":3}' };
  assert.deepEqual(output!.item, item);
  // The first frame leaves 20 ms after its first sample, 30 ms before the end of speech.
  assert.deepEqual(turns.map(({ outcome, ttfaMs }) => [outcome, ttfaMs]), [["ok", 140]]);
});

Deno.test("a function call that nobody answers is an error of the turn; a bridge may answer it", async () => {
  const talk = (script: (service: FakeService) => void) => call(script, { turns: ["hello"] });
  const unanswered = await talk(calling);
  assert.deepEqual(unanswered.turns.map(({ outcome, errorCode }) => [outcome, errorCode]), [
    ["error", "tool_call_unanswered"],
  ]);
  const answered = await talk((service) => {
    calling(service);
    service.reply(400, "completed");
  });
  assert.deepEqual(answered.turns.map(({ outcome, errorCode }) => [outcome, errorCode]), [
    ["ok", undefined],
  ]);
});

Deno.test("a second reply while the first one plays is an error", async () => {
  const { turns } = await call((service) => {
    service.answer(300);
    service.after(350, { type: "response.created", response: { id: "resp_again" } });
  }, { turns: ["hello"] });
  assert.deepEqual(turns.map(({ outcome, errorCode }) => [outcome, errorCode]), [
    ["error", "several_responses"],
  ]);
});

Deno.test("transcription: the turn ends when its transcript is complete", async () => {
  const { record, turns } = await call((service) => {
    const type = "conversation.item.input_audio_transcription.completed";
    service.after(100, { type: "input_audio_buffer.speech_stopped" });
    service.after(101, { type: "input_audio_buffer.committed", item_id: "item_1" });
    service.after(150, { type, item_id: "item_0", transcript: "of another turn" });
    service.after(430, { type, item_id: "item_1", transcript: "hello" });
  }, { scenario: transcription, turns: ["hello"] });
  assert.equal(record.outcome, "ok");
  const [turn] = turns;
  assert.deepEqual([turn!.outcome, turn!.transcriptMs, turn!.endpointingMs], ["ok", 400, 70]);
  assert.equal(turn!.ttfaMs, undefined);
});

Deno.test("a session.update that is refused ends the session with its code, before any turn", async () => {
  const { record, turns } = await call(() => {}, {
    scenario: pushToTalk,
    prepare: (service) =>
      service.onSent.push((text) => {
        if (!text.includes('"session.update"')) return;
        const error = { code: "policy", message: "not yours", event_id: JSON.parse(text).event_id };
        service.after(1, { type: "error", error });
      }),
  });
  assert.deepEqual([record.outcome, record.errorCode, turns.length], ["error", "policy", 0]);
  assert.match(record.scenarioError!, /its session\.update was refused: not yours/);
});

Deno.test("a scenario's mistakes end session and turn as errors, each with its code", async () => {
  const mistakes: [string, (call: Caller) => Promise<void>][] = [
    ["unknown_fixture", (call) => call.say("nobody")],
    ["hear_reply_without_say", (call) => call.hearReply()],
    ["interrupt_without_say", (call) => call.interrupt("hello", 100)],
    ["bad_argument", (call) => call.wait(NaN)],
    ["expected_event_missing", async (call) => void await call.expectEvent("response.done", 300)],
    ["scenario_threw", () => Promise.reject(new Error("own mistake"))],
  ];
  for (const [code, mistake] of mistakes) {
    const { record, turns } = await call(() => {}, {
      scenario: steps(async (call) => {
        await call.connect();
        await mistake(call);
      }),
    });
    assert.deepEqual([record.outcome, record.errorCode, turns.length], ["error", code, 0]);
    assert.ok(record.scenarioError);
  }
  const unconnected = await call(() => {}, { scenario: steps((call) => call.say("hello")) });
  assert.equal(unconnected.record.errorCode, "not_connected");
});

Deno.test("a turn that a mistake or a forgotten hearReply leaves open is recorded, once", async () => {
  const left = async (run: (call: Caller) => Promise<void>) => {
    const scenario = steps(async (call) => {
      await call.connect();
      await call.say("hello");
      await run(call);
    });
    const { record, turns } = await call(() => {}, { scenario });
    assert.equal(record.turns, turns.length);
    return turns.map(({ outcome, errorCode }) => [outcome, errorCode]);
  };
  const missing = (call: Caller) => call.expectEvent("response.done", 300);
  assert.deepEqual(await left(async (call) => void await missing(call)), [
    ["error", "expected_event_missing"],
  ]);
  assert.deepEqual(await left(() => Promise.resolve()), [["error", "reply_not_heard"]]);
  assert.deepEqual(await left((call) => call.hangUp()), [["error", "reply_not_heard"]]);
});

Deno.test("expectEvent takes what came since the turn began, each event once", async () => {
  const heard: string[] = [];
  const { record } = await call((service) => service.answer(300), {
    scenario: steps(async (call) => {
      await call.connect();
      await call.say("hello");
      await call.hearReply();
      heard.push((await call.expectEvent("response.done", 10)).type);
      await call.expectEvent("response.done", 10).catch((error) => heard.push(error.code));
    }),
  });
  assert.deepEqual(heard, ["response.done", "expected_event_missing"]);
  assert.equal(record.outcome, "ok");
});

Deno.test("an event that was waited for in vain while nobody listened is nobody's mistake", async () => {
  const { record, turns } = await call(() => {}, {
    scenario: steps(async (call) => {
      await call.connect();
      await call.say("hello");
      await call.expectEvent("response.done", 100);
    }),
    attention: { ...UNDIVIDED, waitedMs: () => 21 },
  });
  assert.equal(record.outcome, "late_generator");
  assert.deepEqual(turns.map(({ outcome }) => outcome), ["late_generator"]);
});

Deno.test("a scenario that catches what its steps throw does not outlive the call", async () => {
  const { record } = await call(() => {}, {
    abortAtMs: 400,
    scenario: steps(async (call) => {
      await call.connect();
      await call.wait(10_000).catch(() => {});
      await new Promise(() => {});
    }),
  });
  assert.equal(record.outcome, "interrupted");
});

/** Refuses what is sent of this type, and goes on as if nothing had been. */
function refusing(type: string) {
  return (service: FakeService) =>
    service.onSent.push((sent) => {
      const event = sent.startsWith("{") && JSON.parse(sent);
      if (event.type !== type) return;
      const error = { type: "invalid_request_error", code: "refused", message: "no" };
      service.after(5, { type: "error", error: { ...error, event_id: event.event_id } });
    });
}

Deno.test("say: a turn whose words were refused is an error, whatever is answered", async () => {
  const { turns } = await call(() => {}, {
    scenario: text,
    turns: ["hello"],
    prepare: (service) => {
      refusing("conversation.item.create")(service);
      answering(400)(service);
    },
  });
  assert.deepEqual(turns.map((turn) => [turn.outcome, turn.errorCode]), [["error", "refused"]]);
});

Deno.test("say: an argument that is none ends the scenario", async () => {
  const scenario = steps(async (call) => {
    await call.connect();
    await call.say({ txt: "hello" } as never);
  });
  const { record, turns } = await call(() => {}, { scenario });
  assert.deepEqual([record.outcome, record.errorCode], ["error", "bad_argument"]);
  assert.deepEqual(turns, []);
});

Deno.test("sendEvent: what the service refuses is told with its place, and ends nothing", async () => {
  const scenario = steps(async (call) => {
    await call.connect();
    await call.sendEvent({ type: "input_audio_buffer.clear" });
    await call.wait(100);
  });
  const { record } = await call(() => {}, {
    scenario,
    prepare: refusing("input_audio_buffer.clear"),
    placeOf: (error) => /steps_test/.exec((error as Error).stack!)?.[0],
  });
  assert.equal(record.outcome, "ok");
  assert.deepEqual(record.refusals, ["input_audio_buffer.clear (steps_test): refused, “no”"]);
});
