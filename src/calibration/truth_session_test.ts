import assert from "node:assert/strict";
import { encodeSpeech } from "../client/speech.ts";
import { seeded } from "../random/random.ts";
import { probe } from "../client/probe.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import { TruthSession } from "./truth_session.ts";
import { endLeadMs, truthSpeech } from "./truth_speech.ts";

const SCRIPT = { probeMs: 7, stoppedMs: 100, thinkMs: [50], replyFrames: 3 };

function open() {
  const clock = new VirtualClock();
  const sent: [number, string][] = [];
  const session = new TruthSession(
    clock,
    SCRIPT,
    () => 50,
    (text) => sent.push([clock.now(), JSON.parse(text).type]),
  );
  session.open();
  return { clock, session, sent };
}

Deno.test("the truth server tells the frame with the end of speech, answers by the script and stamps both", async () => {
  for (const frameMs of [10, 20, 100]) {
    const { clock, session, sent } = open();
    const speech = encodeSpeech(truthSpeech(frameMs, 3), frameMs, seeded(1));
    assert.equal(speech.speechEndMs, 3 * frameMs - endLeadMs(frameMs));
    for (const frame of speech.frames) {
      await clock.advance(frameMs);
      session.receive(frame, clock.now());
    }
    await clock.advance(1_000);
    const endMs = 3 * frameMs;
    assert.deepEqual(session.log.turns, [
      { endInMs: endMs, frames: 3, stoppedOutMs: endMs + 100, audioOutMs: endMs + 150 },
    ]);
    assert.deepEqual(session.log.framesInMs, [frameMs, 2 * frameMs, endMs]);
    assert.deepEqual(sent.slice(-6), [
      [endMs + 100, "input_audio_buffer.speech_stopped"],
      [endMs + 150, "response.created"],
      [endMs + 150, "response.output_audio.delta"],
      [endMs + 170, "response.output_audio.delta"],
      [endMs + 190, "response.output_audio.delta"],
      [endMs + 190, "response.done"],
    ]);
  }
});

Deno.test("the truth server answers a probe after its time", async () => {
  const { clock, session, sent } = open();
  session.receive(probe("ttfa_rtt_1"), 0);
  await clock.advance(10);
  assert.deepEqual(session.log.probes, [{ inMs: 0, outMs: 7 }]);
  assert.deepEqual(sent, [[0, "session.created"], [7, "error"]]);
});
