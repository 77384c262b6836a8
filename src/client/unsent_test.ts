import assert from "node:assert/strict";
import { conversation } from "../scenarios/conversation.ts";
import { UNDIVIDED } from "../time/thread_watch.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import type { TurnRecord } from "./record.ts";
import { runSession } from "./session.ts";
import type { Dial } from "./socket.ts";
import { Pacer } from "./pacer.ts";

const AUDIO = new Uint8Array(480).toBase64();

/** Answers the one frame of speech; holds so many bytes back that it was sent. */
function holding(clock: VirtualClock, unsentBytes: number): Dial {
  return (handlers) => {
    const tell = (ms: number, event: object) =>
      clock.at(clock.now() + ms, () => handlers.onText(JSON.stringify(event), 1));
    tell(1, { type: "session.created" });
    const response = { id: "r", status: "completed" };
    const send = (text: string) => {
      if (text !== "speech") return;
      tell(100, { type: "input_audio_buffer.speech_stopped" });
      tell(101, { type: "response.created", response });
      tell(102, { type: "response.output_audio.delta", response_id: "r", delta: AUDIO });
      tell(103, { type: "response.done", response });
    };
    const close = () => handlers.onClose(1000);
    const socket = { send, ping() {}, pause() {}, close, terminate: close, unsentBytes };
    return Promise.resolve({ ok: true, socket, phases: {}, openedAtMs: 0, headers: {} });
  };
}

Deno.test("speech that had not left this process when it ended proves nothing of the target", async () => {
  for (const [unsentBytes, outcome] of [[0, "ok"], [1800, "late_generator"]] as const) {
    const clock = new VirtualClock();
    const turns: TurnRecord[] = [];
    const session = runSession({
      clock,
      dial: holding(clock, unsentBytes),
      scenario: conversation,
      turns: ["hello"],
      speech: new Map([["hello", {
        name: "hello",
        frames: ["speech"],
        speechStartMs: 0,
        speechEndMs: 15,
      }]]),
      room: ["room"],
      pacer: new Pacer(clock, 20),
      turnTimeoutMs: 1000,
      lateLimitMs: 20,
      attention: UNDIVIDED,
      onTurn: (turn) => turns.push(turn),
    }, new AbortController().signal);
    await clock.advance(2000);
    await session;
    assert.deepEqual(turns.map((turn) => [turn.outcome, turn.unsentBytes]), [[
      outcome,
      unsentBytes,
    ]]);
  }
});
