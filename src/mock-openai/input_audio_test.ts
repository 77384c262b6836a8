import assert from "node:assert/strict";
import { encodeALaw } from "../audio/g711.ts";
import { InputAudio } from "./input_audio.ts";
import { noise, silence } from "./session_harness.ts";

const VAD = {
  type: "server_vad",
  threshold: 0.5,
  prefix_padding_ms: 0,
  silence_duration_ms: 200,
} as const;

function bytesOf(samples: Int16Array): Uint8Array {
  return new Uint8Array(samples.buffer);
}

/** A third of the samples: the same noise in a third of the time, or at 8 kHz in the same. */
function every3rd(samples: Int16Array): Int16Array {
  return samples.filter((_, i) => i % 3 === 0);
}

function pcmInput(): InputAudio {
  return new InputAudio({ type: "audio/pcm", rate: 24_000 });
}

Deno.test("the time line goes on in ms when the format changes, also within a turn", () => {
  const input = pcmInput();
  input.detectTurns(VAD);
  const edges = input.append(bytesOf(silence(500)));
  edges.push(...input.append(bytesOf(noise(300))));
  input.setFormat({ type: "audio/pcma" });
  assert.equal(input.nowMs, 800);
  edges.push(...input.append(encodeALaw(every3rd(noise(300)))));
  edges.push(...input.append(encodeALaw(every3rd(silence(400)))));
  assert.equal(input.nowMs, 1500);
  assert.deepEqual(edges, [
    { kind: "started", audioStartMs: 500 },
    { kind: "stopped", audioEndMs: 1300 },
  ]);
});

Deno.test("setting the same format again changes nothing", () => {
  const input = pcmInput();
  input.append(bytesOf(noise(100)));
  input.setFormat({ type: "audio/pcm", rate: 24_000 });
  assert.equal(input.read(0, 100).samples.length, 2400);
});

Deno.test("where nobody speaks only the last seconds are kept, of a turn a minute", () => {
  const keptMs = (input: InputAudio, second: Int16Array, seconds = 10) => {
    for (let i = 0; i < seconds; i++) input.append(bytesOf(second));
    return input.read(0, Infinity).samples.length / 24;
  };
  const listening = () => {
    const input = pcmInput();
    input.detectTurns(VAD);
    return input;
  };
  assert.equal(keptMs(listening(), silence(1000)), 3000);
  assert.equal(keptMs(listening(), noise(1000)), 10_000);
  assert.equal(keptMs(pcmInput(), silence(1000)), 10_000);
  // And the append that goes beyond it.
  assert.equal(keptMs(pcmInput(), silence(1000), 70), 61_000);
});
