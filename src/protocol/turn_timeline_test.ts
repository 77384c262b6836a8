import assert from "node:assert/strict";
import { base64Bytes, decodeServerEvent } from "./decode.ts";
import type { ServerEvent } from "./events.ts";
import { TurnTimeline } from "./turn_timeline.ts";

const AUDIO = new Uint8Array(480).toBase64();
const started = event("input_audio_buffer.speech_started");
const stopped = event("input_audio_buffer.speech_stopped");
const created = event("response.created", { response: { id: "resp_1" } });
const audio = event("response.output_audio.delta", { response_id: "resp_1", delta: AUDIO });
const noBytes = event("response.output_audio.delta", { response_id: "resp_1", delta: "" });
const done = response({ status: "completed" });
const cutOff = response({ status: "cancelled", status_details: { reason: "turn_detected" } });
const stale = { response_id: "resp_0", delta: AUDIO };
const staleAudio = event("response.output_audio.delta", stale);
const staleDone = event("response.done", { response: { id: "resp_0", status: "completed" } });

function event(type: string, fields: object = {}): ServerEvent {
  return { type, event_id: "event_1", ...fields } as ServerEvent;
}

function response(response: object): ServerEvent {
  return event("response.done", { response: { id: "resp_1", ...response } });
}

/** A turn whose speech ends at 1000 ms. */
function play(...events: [number, ServerEvent][]): TurnTimeline {
  const timeline = new TurnTimeline(1000);
  timeline.receive(created, 0);
  for (const [atMs, event] of events) timeline.receive(event, atMs);
  return timeline;
}

Deno.test("TurnTimeline notes when speech stopped, audio came and the response was done", () => {
  const turn = play([10, started], [1500, stopped], [1700, noBytes], [2300, audio], [2400, audio], [
    3000,
    done,
  ]);
  assert.deepEqual(
    [turn.speechStoppedAtMs, turn.firstAudioAtMs, turn.doneAtMs, turn.verdict],
    [1500, 2300, 3000, "ok"],
  );
});

Deno.test("TurnTimeline tells each way in which a turn goes wrong", () => {
  const failed = response({
    status: "failed",
    status_details: { error: { code: "rate_limit_exceeded" } },
  });
  const incomplete = response({
    status: "incomplete",
    status_details: { reason: "content_filter" },
  });
  const cases: [string, TurnTimeline, string?][] = [
    ["unfinished", play([10, started], [1500, stopped], [2300, audio])],
    ["no_audio", play([10, started], [1500, stopped], [2300, noBytes], [2400, done])],
    ["early_reply", play([10, started], [900, audio], [1500, stopped], [2400, done])],
    [
      "split_turn",
      play([10, started], [600, stopped], [800, started], [1500, stopped], [2300, audio], [
        2400,
        done,
      ]),
    ],
    [
      "split_turn",
      play([10, started], [1100, stopped], [1200, started], [1900, stopped], [2300, audio], [
        2400,
        done,
      ]),
    ],
    [
      "interrupted",
      play([10, started], [1500, stopped], [2300, audio], [2400, cutOff]),
      "turn_detected",
    ],
    ["error", play([10, started], [1500, stopped], [2400, failed]), "rate_limit_exceeded"],
    [
      "error",
      play([10, started], [1500, stopped], [2300, audio], [2400, incomplete]),
      "content_filter",
    ],
  ];
  for (const [verdict, turn, errorCode] of cases) {
    assert.equal(turn.verdict, verdict);
    assert.equal(turn.errorCode, errorCode);
  }
});

Deno.test("TurnTimeline waits for the answer to the whole turn when a pause was taken for its end", () => {
  const turn = play([10, started], [600, stopped], [700, audio], [800, started], [801, cutOff]);
  assert.equal(turn.finished, false);
  turn.receive(stopped, 1500);
  turn.receive(done, 2400);
  assert.equal(turn.finished, true);
  assert.equal(turn.verdict, "split_turn");
});

Deno.test("TurnTimeline keeps the code of an error event and goes on", () => {
  const error = event("error", { error: { type: "server_error", code: null, message: "" } });
  const turn = play([10, started], [500, error], [1500, stopped], [2300, audio], [2400, done]);
  assert.equal(turn.errorCode, "server_error");
  assert.equal(turn.verdict, "ok");
});

Deno.test("decodeServerEvent takes objects with a type and nothing else", () => {
  assert.deepEqual(decodeServerEvent('{"type":"error"}'), { type: "error" });
  for (const bad of ["", "{", "null", "[]", "1", '{"type":1}', '{"kind":"x"}']) {
    assert.equal(decodeServerEvent(bad), undefined, bad);
  }
});

Deno.test("base64Bytes is the decoded length", () => {
  for (let n = 0; n < 10; n++) assert.equal(base64Bytes(new Uint8Array(n).toBase64()), n);
});

Deno.test("TurnTimeline gives nothing on what a response of an earlier turn still sends", () => {
  const turn = play([10, started], [700, staleAudio], [1100, staleDone], [1500, stopped]);
  assert.equal(turn.receive(staleAudio, 1600), "nothing");
  assert.deepEqual([turn.firstAudioAtMs, turn.finished], [undefined, false]);
  assert.equal(turn.receive(audio, 2300), "reply_audio");
  turn.receive(done, 2400);
  assert.deepEqual([turn.firstAudioAtMs, turn.verdict], [2300, "ok"]);
});

Deno.test("TurnTimeline never takes a reply for ok that came before the end was noticed", () => {
  const turn = play([10, started], [1200, audio], [1500, stopped], [2400, done]);
  assert.equal(turn.verdict, "early_reply");
});

Deno.test("TurnTimeline is deaf once it has finished", () => {
  const turn = play([10, started], [1500, stopped], [2300, audio], [2400, done]);
  turn.receive(started, 2500);
  turn.receive(stopped, 2600);
  turn.receive(event("error", { error: { type: "server_error", message: "" } }), 2700);
  assert.deepEqual([turn.verdict, turn.errorCode, turn.speechStoppedAtMs], ["ok", undefined, 1500]);
});

Deno.test("TurnTimeline: a response that calls a function is no answer yet, and says so until one comes", () => {
  const output = [{ type: "function_call" }];
  const called = response({ status: "completed", output });
  const asked = play([1500, stopped], [2000, called]);
  assert.deepEqual([asked.finished, asked.verdict, asked.errorCode], [
    false,
    "unfinished",
    "tool_call_unanswered",
  ]);
  for (
    const [atMs, event] of [[2100, created], [2300, audio], [3000, done]] as [number, ServerEvent][]
  ) asked.receive(event, atMs);
  assert.deepEqual([asked.verdict, asked.errorCode, asked.firstAudioAtMs], ["ok", undefined, 2300]);
});

Deno.test("TurnTimeline: a second reply is an error, one out of band is nobody's", () => {
  const again = event("response.created", { response: { id: "resp_2" } });
  const aside = event("response.created", { response: { id: "resp_2", conversation_id: null } });
  const turn = [[1500, stopped], [2300, audio], [3000, done]] as [number, ServerEvent][];
  assert.equal(play(...turn, [3500, aside]).verdict, "ok");
  const twice = play(...turn, [3500, again]);
  assert.deepEqual([twice.verdict, twice.errorCode], ["error", "several_responses"]);
});
