import assert from "node:assert/strict";
import { BUNDLED_SPEECH, loadFixtures } from "../audio/fixture.ts";
import { recogniserOf } from "./recogniser.ts";
import {
  add,
  audioMessage,
  CALL,
  DONE,
  respond,
  rule,
  textMessage,
  TOOL,
  userText,
} from "./response_harness.ts";
import { Caller, noise, silence } from "./session_harness.ts";

Deno.test("the first rule that fits answers; else the mock speaks as ever", async () => {
  const script = [
    rule({ when: { turn: 2 }, say: "Second." }),
    rule({ when: { transcript: /rain/ }, say: "It rains." }),
    rule({ when: { session: 7 }, say: "Lucky." }),
  ];
  const said = async (number: number) => {
    const caller = new Caller({ script, number });
    for (const text of ["any rain?", "any rain?", "hello"]) {
      add(caller, userText(text));
      await respond(caller, { output_modalities: ["text"] });
    }
    return caller.all("response.output_text.done").map(({ text }) => text);
  };
  assert.deepEqual(await said(1), ["It rains.", "Second.", "Yes, of course."]);
  assert.deepEqual(await said(7), ["It rains.", "Second.", "Lucky."]);
});

Deno.test("a rule on the transcript fits what was said aloud", async () => {
  const speech = await loadFixtures(BUNDLED_SPEECH);
  const { samples, transcript } = speech[0]!;
  const script = [
    rule({ when: { turn: 1, transcript: new RegExp(RegExp.escape(transcript!)) }, say: "Heard." }),
    rule({ when: { turn: 2, transcript: new RegExp(RegExp.escape(transcript!)) }, say: "Echo." }),
  ];
  const caller = new Caller({ script, transcribe: recogniserOf(speech) });
  for (const turn of [samples, speech[1]!.samples]) {
    await caller.speak(turn);
    await caller.speak(silence(400));
    await caller.clock.advance(10_000);
  }
  const said = caller.all("response.output_audio_transcript.done").map((e) => e.transcript);
  assert.deepEqual(said, ["Heard.", "Yes, of course."]);
});

Deno.test("think time and pace are a rule's to set", async () => {
  const script = [
    rule({ think: { kind: "constant", ms: 700 }, pace: "realtime", audio: noise(500) }),
  ];
  const caller = new Caller({ script });
  caller.newTypes();
  const startMs = caller.clock.now();
  assert.deepEqual(await respond(caller), ["response.created", ...audioMessage("aaa"), ...DONE]);
  assert.equal(caller.firstMs("response.output_audio.delta") - startMs, 700);
  assert.equal(caller.firstMs("response.done") - startMs, 1200);
});

Deno.test("a rule of think time alone leaves the answer to the mock", async () => {
  const caller = new Caller({ script: [rule({ think: { kind: "constant", ms: 0 } })] });
  await respond(caller);
  assert.equal(caller.last("response.output_audio_transcript.done").transcript, "Yes, of course.");
});

const ERROR = { type: "server_error", code: "rate_limit_exceeded", message: "Slow down." };

Deno.test("a failure before a word: created, done, nothing between", async () => {
  const caller = new Caller({ script: [rule({ ending: { status: "failed", error: ERROR } })] });
  caller.newTypes();
  assert.deepEqual(await respond(caller), ["response.created", ...DONE]);
  const { status, status_details, output } = caller.last("response.done").response;
  assert.deepEqual([status, output], ["failed", []]);
  assert.deepEqual(status_details, { type: "failed", error: ERROR });
});

Deno.test("a failure in mid-sentence breaks the item off", async () => {
  const ending = { status: "failed", error: ERROR } as const;
  const caller = new Caller({ script: [rule({ say: "One two.", ending, endAfterMs: 100 })] });
  caller.newTypes();
  assert.deepEqual(await respond(caller), ["response.created", ...audioMessage("taaat"), ...DONE]);
  assert.match(JSON.stringify(caller.last("response.output_item.done").item), /"incomplete"/);
  // The conversation goes on.
  assert.equal((await respond(caller)).at(-2), "response.done");
});

Deno.test("the content filter leaves a response incomplete", async () => {
  const ending = { status: "incomplete", reason: "content_filter" } as const;
  const caller = new Caller({ script: [rule({ say: "One two.", ending })] });
  await respond(caller, { output_modalities: ["text"] });
  const { status, status_details } = caller.last("response.done").response;
  assert.equal(status, "incomplete");
  assert.deepEqual(status_details, { type: "incomplete", reason: "content_filter" });
});

Deno.test("max_output_tokens ends a reply where they are used up", async () => {
  const caller = new Caller();
  caller.newTypes();
  const types = await respond(caller, { max_output_tokens: 2, output_modalities: ["text"] });
  assert.deepEqual(types, ["response.created", ...textMessage(2), ...DONE]);
  const { status, status_details, max_output_tokens, usage } =
    caller.last("response.done").response;
  assert.deepEqual([status, max_output_tokens, usage?.output_tokens], ["incomplete", 2, 2]);
  assert.deepEqual(status_details, { type: "incomplete", reason: "max_output_tokens" });
});

Deno.test("at another speed the same words take another time", async () => {
  const caller = new Caller({ pace: "realtime" });
  caller.send({
    type: "session.update",
    session: { type: "realtime", audio: { output: { speed: 1.25 } } },
  });
  const startMs = caller.clock.now() + 300;
  await respond(caller);
  assert.equal(Math.round(caller.firstMs("response.done") - startMs), 800);
  const { usage } = caller.last("response.done").response;
  assert.equal(usage!.output_token_details!.audio_tokens, 16);
});

Deno.test("one seed, one script, one client: one stream of events, to the byte", async () => {
  const script = [
    rule({ when: { turn: 2 }, preamble: "Hm.", calls: [CALL, CALL] }),
    rule({ when: { turn: 4 }, ending: { status: "failed", error: ERROR } }),
  ];
  const listen = async (seed: number) => {
    const caller = new Caller({ think: "gpt-realtime-1.5", seed, script });
    caller.send({ type: "session.update", session: { type: "realtime", tools: [TOOL] } });
    for (let turn = 0; turn < 4; turn++) {
      await caller.takeTurn();
      caller.send({ type: "response.create", response: { conversation: "none" } });
      await caller.clock.advance(6000);
    }
    await caller.speak(noise(100));
    return JSON.stringify(caller.heard);
  };
  assert.equal(await listen(7), await listen(7));
  assert.notEqual(await listen(7), await listen(8));
});
