import assert from "node:assert/strict";
import fc from "fast-check";
import type { ConstantSessions } from "../config/load.ts";
import { constantSessions } from "./constant_sessions.ts";

const schedule = { regions: 2, frameMs: 20, jitter: 0, seed: 1 };
const load: ConstantSessions = {
  shape: "constant-sessions",
  clients: 5,
  turns: 4,
  rampMs: 1000,
};

Deno.test("constantSessions gives every region its clients, in the order of their due times, within the ramp", () => {
  const arbitrary = fc.record({
    clients: fc.integer({ min: 1, max: 50 }),
    rampMs: fc.nat(5000),
    jitter: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(fc.property(arbitrary, ({ jitter, ...changes }) => {
    const starts = constantSessions({ ...load, ...changes }, { ...schedule, jitter });
    for (const region of [0, 1]) {
      const numbers = starts.filter((s) => s.region === region).map((s) => s.number);
      assert.deepEqual(
        numbers.sort((a, b) => a - b),
        Array.from({ length: changes.clients }, (_, i) => i + 1),
      );
    }
    starts.forEach((s, i) => assert.ok(i === 0 || s.dueMs >= starts[i - 1]!.dueMs));
    assert.ok(starts.every((s) => s.dueMs < changes.rampMs + 20 && s.turns === 4));
  }));
});

Deno.test("constantSessions spreads the first frames over one frame, however many clients there are", () => {
  // 51 starts in 1020 ms, were they even, would all fall on the same phase of a frame.
  for (const clients of [1, 3, 10, 17, 51, 250]) {
    const starts = constantSessions({ ...load, clients, rampMs: 1020 }, {
      ...schedule,
      regions: 1,
    });
    const phases = starts.map((s) => s.dueMs % 20).sort((a, b) => a - b);
    phases.forEach((phase, i) => assert.ok(Math.abs(phase - i * 20 / clients) < 1e-6, `${phases}`));
  }
});

Deno.test("constantSessions goes on until the time is up where no turns are counted", () => {
  const { turns: _, ...timed } = { ...load, durationMs: 60_000 };
  for (const start of constantSessions(timed, schedule)) {
    assert.deepEqual([start.turns, start.endMs], [Infinity, 60_000]);
  }
});
