import assert from "node:assert/strict";
import { sessionSample, turnSample } from "../metrics/sample_fixtures.ts";
import { RunFolder } from "../report/run_folder.ts";
import { runningReport } from "../report/run_json.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import { Plateau } from "./plateau.ts";
import { type PlannedLoad, Recorder } from "./recorder.ts";

const HEAD = {
  runId: "run-1",
  startedAt: "2026-01-01T00:00:00.000Z",
  config: {},
  environment: { ttfa: "0", deno: "0", os: "none", cpus: 1, load: [] },
};

async function withRecorder(
  use: (recorder: Recorder, clock: VirtualClock) => Promise<void>,
  planned: PlannedLoad = { clients: 2, turns: 4, regions: ["eu"] },
) {
  const path = await Deno.makeTempDir();
  const clock = new VirtualClock();
  const open = () => RunFolder.create(`${path}/run`, runningReport(HEAD));
  const recorder = new Recorder(clock, planned, open);
  try {
    await use(recorder, clock);
  } finally {
    recorder.folder?.[Symbol.dispose]();
    await Deno.remove(path, { recursive: true });
  }
}

Deno.test("Recorder opens the run folder only when something has begun", () =>
  withRecorder((recorder) => {
    assert.equal(recorder.folder, undefined);
    recorder.begun("a");
    assert.notEqual(recorder.folder, undefined);
    return Promise.resolve();
  }));

Deno.test("Recorder counts the minutes of all sessions, open ones included", () =>
  withRecorder(async (recorder, clock) => {
    const { tags } = sessionSample();
    recorder.begun("a");
    await clock.advance(30_000);
    recorder.begun("b");
    await clock.advance(30_000);
    assert.equal(recorder.openMinutes, 1.5);
    recorder.session(sessionSample({ tags: { ...tags, sessionId: "a" } }));
    await clock.advance(60_000);
    assert.equal(recorder.openMinutes, 2.5);
  }));

Deno.test("Recorder's snapshot tells clients, turns, the time left and what was measured", () =>
  withRecorder(async (recorder, clock) => {
    assert.deepEqual(recorder.snapshot(), {
      elapsedMs: 0,
      clientsOpen: 0,
      clientsTotal: 2,
      turnsDone: 0,
      turnsTotal: 4,
    });
    recorder.begun("a");
    await clock.advance(10_000);
    recorder.turn(turnSample({ ttfaMs: 700, pacingMs: Float64Array.of(0.5) }));
    recorder.turn(turnSample({ outcome: "timeout", ttfaMs: 9000, pacingMs: Float64Array.of(0.5) }));
    const { etaMs, clientsOpen, turnsDone, ttfaP50Ms, latenessP99Ms } = recorder.snapshot();
    assert.deepEqual([etaMs, clientsOpen, turnsDone, ttfaP50Ms, latenessP99Ms], [
      10_000,
      1,
      2,
      700,
      0.5,
    ]);
    // While no turn ends the time left does not grow.
    await clock.advance(4000);
    assert.equal(recorder.snapshot().etaMs, 6000);
  }));

Deno.test("Recorder's snapshot counts the time down where time ends the run", () =>
  withRecorder(async (recorder, clock) => {
    await clock.advance(10_000);
    const { etaMs, turnsTotal } = recorder.snapshot();
    assert.deepEqual([etaMs, turnsTotal], [50_000, undefined]);
    await clock.advance(60_000);
    assert.equal(recorder.snapshot().etaMs, 0);
  }, { clients: 2, durationMs: 60_000, regions: ["eu"] }));

Deno.test("Recorder judges the turns of the plateau, and writes all of them", async () => {
  const path = await Deno.makeTempDir();
  const clock = new VirtualClock();
  const plateau = new Plateau(clock, { fromMs: 1000, toMs: 2000 }, []);
  const planned = { clients: 1, turns: 3, regions: ["eu"] };
  const open = () => RunFolder.create(`${path}/run`, runningReport(HEAD));
  const recorder = new Recorder(clock, planned, open, plateau);
  recorder.begun("a");
  const startedAtMs = clock.wallMs();
  for (const ms of [500, 1500, 2500]) recorder.turn(turnSample({ startedAtMs: startedAtMs + ms }));
  assert.deepEqual(recorder.summary.turns(), { ok: 1 });
  assert.equal(recorder.snapshot().turnsDone, 3);
  await plateau.end();
  recorder.folder![Symbol.dispose]();
  const rows = (await Deno.readTextFile(`${path}/run/turns.csv`)).trim().split("\n");
  assert.equal(rows.length, 1 + 3);
  await Deno.remove(path, { recursive: true });
});

Deno.test("Recorder keeps dropped arrivals with their region", () =>
  withRecorder((recorder) => {
    recorder.dropped({ region: "us", scenario: "conversation" });
    const [row] = recorder.summary.outcomes();
    assert.deepEqual([row!.region, row!.dropped, row!.attempts], ["us", 1, 0]);
    return Promise.resolve();
  }));
