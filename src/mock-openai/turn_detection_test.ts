import assert from "node:assert/strict";
import fc from "fast-check";
import { noise, silence } from "./session_harness.ts";
import type { WireTurnDetection } from "./wire.ts";
import { thresholdDbfs, TurnDetector, type TurnEdge } from "./turn_detection.ts";

const SETTINGS = {
  type: "server_vad",
  threshold: 0.5,
  prefix_padding_ms: 300,
  silence_duration_ms: 200,
} as const;

function joined(...parts: Int16Array[]): Int16Array {
  return Int16Array.from(parts.flatMap((part) => [...part]));
}

function detect(
  stream: Int16Array,
  cuts: readonly number[],
  settings: WireTurnDetection = SETTINGS,
): TurnEdge[] {
  const detector = new TurnDetector(settings, 24_000);
  const bounds = [
    0,
    ...cuts.map((cut) => cut % stream.length).sort((a, b) => a - b),
    stream.length,
  ];
  return bounds.slice(1).flatMap((end, i) => detector.push(stream.subarray(bounds[i], end)));
}

/** A sine of this RMS level. */
function tone(ms: number, dbfs: number): Int16Array {
  const peak = 32_768 * Math.SQRT2 * 10 ** (dbfs / 20);
  return Int16Array.from({ length: ms * 24 }, (_, i) => Math.round(peak * Math.sin(i / 10)));
}

Deno.test("a turn starts at speech less the padding and stops after the silence", () => {
  const stream = joined(silence(1000), noise(500), silence(400));
  assert.deepEqual(detect(stream, []), [
    { kind: "started", audioStartMs: 700 },
    { kind: "stopped", audioEndMs: 1700 },
  ]);
});

Deno.test("the padding does not reach before the session's first sample", () => {
  const [started] = detect(joined(silence(100), noise(200)), []);
  assert.deepEqual(started, { kind: "started", audioStartMs: 0 });
});

Deno.test("two loud windows are a click, three are speech; a short pause is not the end", () => {
  const click = joined(silence(100), noise(40), silence(500));
  assert.deepEqual(detect(click, []), []);
  const pausing = joined(silence(100), noise(60), silence(180), noise(20), silence(200));
  assert.deepEqual(detect(pausing, []).map(({ kind }) => kind), ["started", "stopped"]);
});

Deno.test("the threshold is a level in dBFS: 0.5 is −45", () => {
  assert.equal(thresholdDbfs(0.5), -45);
  for (const threshold of [0.1, 0.5, 0.9]) {
    const settings = { ...SETTINGS, threshold };
    const edges = (dbfs: number) => detect(joined(tone(200, dbfs)), [], settings).length;
    assert.equal(edges(thresholdDbfs(threshold) - 1), 0);
    assert.equal(edges(thresholdDbfs(threshold) + 1), 1);
  }
});

Deno.test("how the stream is cut into appends does not matter", () => {
  const part = fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 400 }));
  fc.assert(fc.property(fc.array(part, { maxLength: 8 }), fc.array(fc.nat()), (parts, cuts) => {
    const stream = joined(
      silence(1),
      ...parts.map(([loud, ms]) => loud ? noise(ms) : silence(ms)),
    );
    assert.deepEqual(detect(stream, cuts), detect(stream, []));
  }));
});

Deno.test("edges alternate, and time only goes forward by at least the silence", () => {
  const part = fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 600 }));
  fc.assert(fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
    const edges = detect(joined(...parts.map(([loud, ms]) => loud ? noise(ms) : silence(ms))), []);
    edges.forEach((edge, i) => {
      assert.equal(edge.kind, i % 2 === 0 ? "started" : "stopped");
      const before = edges[i - 1];
      if (edge.kind === "stopped" && before?.kind === "started") {
        assert.ok(edge.audioEndMs - before.audioStartMs >= 60 + 200);
      }
    });
  }));
});
