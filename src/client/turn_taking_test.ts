import assert from "node:assert/strict";
import type { ServerEvent } from "../protocol/events.ts";
import { TurnTimeline } from "../protocol/turn_timeline.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import type { TurnRecord } from "./record.ts";
import { TurnTaking } from "./turn_taking.ts";

const SPEECH_MS = 1000;
const AUDIO = new Uint8Array(48 * 100).fill(40).toBase64();
const event = (type: string, rest: object = {}) => ({ type, ...rest }) as ServerEvent;
const REPLY = { response_id: "r", item_id: "i" };
const DELTA = event("response.output_audio.delta", { ...REPLY, delta: AUDIO });
const DONE = event("response.done", { response: { id: "r", status: "completed", output: [] } });

/** A turn that is answered with 100 ms of audio. What is heard has waited as long as `hearing` says. */
async function answeredTurn() {
  const clock = new VirtualClock();
  const records: TurnRecord[] = [];
  const hearing = { waitedMs: 0 };
  const turns = new TurnTaking({
    clock,
    lateness: () => ({ pacingMs: new Float64Array(), heldMs: 0, limitMs: 20 }),
    waitedMs: () => hearing.waitedMs,
    roundTrips: () => ({ rttMs: undefined, bridgeRttMs: undefined }),
    onTurn: (record) => records.push(record),
  });
  const start = {
    scenario: "own",
    fixture: "a.wav",
    startedAtMs: 0,
    speechStartMs: 0,
    cold: false,
  };
  turns.begin({ ...start, speechEndMs: SPEECH_MS }, new TurnTimeline(SPEECH_MS));
  const receive = async (afterMs: number, ...events: readonly ServerEvent[]) => {
    await clock.advance(afterMs);
    for (const event of events) turns.receive(event, clock.now());
  };
  await receive(SPEECH_MS + 200, event("input_audio_buffer.speech_stopped"));
  await receive(10, event("response.created", { response: { id: "r" } }), DELTA);
  return { turns, records, hearing, receive };
}

Deno.test("a turn that was given up is not finished by what comes while its reply plays", async () => {
  const { turns, records, receive } = await answeredTurn();
  assert.equal(turns.undecided, turns.open);
  turns.settle("timeout");
  assert.equal(turns.undecided, undefined);
  await receive(50, DELTA, DONE);
  turns.end("finished");
  assert.deepEqual(
    records.map(({ outcome, turnMs, replyAudioMs }) => [outcome, turnMs, replyAudioMs]),
    [
      ["timeout", undefined, 100],
    ],
  );
  assert.equal(turns.owesAnswer, true);
});

Deno.test("what is heard late decides before a turn is settled, and nothing after", async () => {
  for (const [isSettled, expected] of [[false, "late_generator"], [true, "ok"]] as const) {
    const { turns, records, hearing, receive } = await answeredTurn();
    if (!isSettled) hearing.waitedMs = 400;
    await receive(50, DONE);
    turns.settle("finished");
    hearing.waitedMs = 400;
    turns.heard(1400);
    await receive(50, DELTA, DONE);
    turns.end("finished");
    assert.deepEqual(records.map(({ outcome }) => outcome), [expected]);
  }
});
