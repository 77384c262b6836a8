import assert from "node:assert/strict";
import { UsageMeter } from "./usage_meter.ts";
import { NO_USAGE } from "./usage.ts";

const audio = (bytes: number) => btoa("\0".repeat(bytes));
const append = (bytes: number) =>
  JSON.stringify({ type: "input_audio_buffer.append", audio: audio(bytes) });
const delta = (bytes: number) =>
  JSON.stringify({ type: "response.output_audio.delta", event_id: "e", delta: audio(bytes) });
const done = (usage: unknown) => JSON.stringify({ type: "response.done", response: { usage } });

function opened(nowMs: number): UsageMeter {
  const meter = new UsageMeter();
  meter.opened(nowMs);
  return meter;
}

Deno.test("UsageMeter counts time, audio both ways and tokens, each once", () => {
  const meter = opened(1_000);
  meter.sent(append(960));
  meter.sent(`{ "audio": "${audio(961)}", "type": "input_audio_buffer.append" }`);
  meter.sent(JSON.stringify({ type: "session.update", session: {} }));
  meter.received(delta(4_800));
  meter.received(JSON.stringify({ type: "response.output_text.delta", delta: audio(4_800) }));
  meter.received(
    done({ input_tokens: 30, output_tokens: 20, input_token_details: { cached_tokens: 10 } }),
  );
  assert.deepEqual(meter.take(3_000), {
    sessions: 1,
    sessionMs: 2_000,
    audioInMs: 40,
    audioOutMs: 100,
    inputTokens: 30,
    cachedTokens: 10,
    outputTokens: 20,
  });
  assert.deepEqual(meter.take(3_000), NO_USAGE);
  meter.end(3_500);
  assert.deepEqual(meter.take(9_000), { ...NO_USAGE, sessionMs: 500 });
});

Deno.test("UsageMeter loses nothing by rounding, however often it is read", () => {
  const meter = opened(0);
  let audioInMs = 0;
  let sessionMs = 0;
  for (let i = 1; i <= 300; i++) {
    meter.sent(append(16)); // a third of a ms
    const usage = meter.take(i * 0.7);
    assert.ok(Object.values(usage).every((n) => Number.isInteger(n) && n >= 0));
    audioInMs += usage.audioInMs;
    sessionMs += usage.sessionMs;
  }
  assert.deepEqual([audioInMs, sessionMs], [100, 210]);
});

Deno.test("UsageMeter knows the session's audio formats", () => {
  const meter = opened(0);
  const format = { type: "audio/pcmu" };
  const session = { type: "realtime", audio: { input: { format }, output: { format } } };
  meter.received(JSON.stringify({ type: "session.updated", session }));
  meter.sent(append(80));
  meter.received(delta(160));
  const { audioInMs, audioOutMs } = meter.take(0);
  assert.deepEqual([audioInMs, audioOutMs], [10, 20]);
});

Deno.test("UsageMeter bears with an upstream that makes no sense", () => {
  const meter = opened(0);
  for (const usage of [null, { input_tokens: "x" }, { output_tokens: -1 }, { input_tokens: 0.5 }]) {
    meter.received(done(usage));
  }
  for (
    const text of ['"response.done"', '{"type":"response.done"}', '{"type":"session.created"}']
  ) {
    meter.received(text);
  }
  meter.received('{"type":"response.output_audio.delta","delta":"abc');
  meter.received('{"type":"response.output_audio.delta"}');
  assert.deepEqual(meter.take(0), { ...NO_USAGE, sessions: 1 });
});

Deno.test("UsageMeter counts no session that the upstream never let in", () => {
  const meter = new UsageMeter();
  assert.deepEqual(meter.take(5_000), NO_USAGE);
  meter.end(9_000);
  assert.equal(meter.hasEnded, true);
  assert.deepEqual(meter.take(10_000), NO_USAGE);
});

Deno.test("UsageMeter stops at its first end", () => {
  const meter = opened(1_000);
  meter.end(2_000);
  meter.end(5_000);
  assert.equal(meter.take(9_000).sessionMs, 1_000);
});
