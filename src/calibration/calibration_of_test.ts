import assert from "node:assert/strict";
import { instrumentError } from "../metrics/error_bar.ts";
import { sessionSample, turnSample } from "../metrics/sample_fixtures.ts";
import { Summary } from "../metrics/summary.ts";
import { calibrationOf } from "./calibration_of.ts";

const FRAME_MS = 20;
const LATE_LIMIT_MS = 20;
const SESSION = sessionSample({ bootId: "1" });

const turnOf = (turn: number, latenessMs: number, rttMs = 1) =>
  turnSample({
    ...{ turn, rttMs, pacingMs: Float64Array.of(latenessMs) },
    outcome: latenessMs > LATE_LIMIT_MS ? "late_generator" : "ok",
  });

const TRUTH = {
  sessions: {
    "1": {
      turns: [],
      probes: Array.from({ length: 9 }, () => ({ inMs: 0, outMs: 0.5 })),
      framesInMs: [],
    },
  },
};

const figures = (...turns: ReturnType<typeof turnOf>[]) =>
  calibrationOf(turns, [SESSION], TRUTH, FRAME_MS);

Deno.test("calibrationOf: errors and lateness are of the same turns, those that count", () => {
  const { rtt, pacing } = figures(turnOf(2, 0.5), turnOf(3, 60), turnOf(4, 0.7));
  assert.deepEqual([rtt.count, rtt.max], [2, 0.5]);
  assert.deepEqual([pacing.count, pacing.max], [2, 0.7]);
});

Deno.test("calibrationOf: a hiccup in the calibration does not hide that the run sends later", () => {
  const run = Summary.empty();
  run.addTurn(turnSample({ pacingMs: Float64Array.of(1, 1, 18) }));
  const bar = (...turns: ReturnType<typeof turnOf>[]) =>
    instrumentError(figures(...turns), run, LATE_LIMIT_MS).rtt.p99Ms;
  const clean = bar(turnOf(2, 0.5), turnOf(3, 0.5));
  assert.equal(clean, 0.5 + 17.5);
  assert.equal(bar(turnOf(2, 0.5), turnOf(3, 0.5), turnOf(4, 60)), clean);
});

Deno.test("calibrationOf leaves first turns out where there are others", () => {
  assert.equal(figures(turnOf(1, 9), turnOf(2, 0.5)).pacing.max, 0.5);
  assert.equal(figures(turnOf(1, 9)).pacing.max, 9);
});
