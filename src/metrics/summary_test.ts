import assert from "node:assert/strict";
import fc from "fast-check";
import { OUTCOMES } from "../client/record.ts";
import { total } from "./counts.ts";
import { METRIC_NAMES, type MetricName } from "./names.ts";
import type { SessionSample, TurnSample } from "./sample.ts";
import { sessionSample, turnSample } from "./sample_fixtures.ts";
import { Summary, type SummaryRow } from "./summary.ts";

const tags = fc.constantFrom("eu", "us").map((region) => ({ ...turnSample().tags, region }));
const scenario = fc.constantFrom("conversation", "barge-in");
const value = fc.integer({ min: -1, max: 4 }).map((n) => n * 4);
const turn = fc.record({
  tags,
  scenario,
  outcome: fc.constantFrom(...OUTCOMES),
  ttfaMs: value,
  pacingMs: fc.array(value).map((values) => Float64Array.from(values)),
}).map(turnSample);
const session = fc.record({
  tags,
  scenario,
  outcome: fc.constantFrom("ok" as const, "closed" as const, "refused" as const),
  sessionReadyMs: value,
}).map(sessionSample);
const samples = fc.record({
  turns: fc.array(turn),
  sessions: fc.array(session),
  dropped: fc.array(fc.record({ tags, scenario })),
});

Deno.test("Summary is a monoid, and order and split of the samples do not matter", () => {
  fc.assert(fc.property(samples, samples, samples, (a, b, c) => {
    const [x, y, z] = [summary(a), summary(b), summary(c)];
    assertSame(x.plus(Summary.empty()), x);
    assertSame(Summary.empty().plus(x), x);
    assertSame(x.plus(y).plus(z), x.plus(y.plus(z)));
    assertSame(x.plus(y), y.plus(x));
    assertSame(
      x.plus(y),
      summary({
        turns: [...b.turns, ...a.turns].reverse(),
        sessions: [...a.sessions, ...b.sessions],
        dropped: [...b.dropped, ...a.dropped],
      }),
    );
  }));
});

Deno.test("Summary tells regions in the order given, and others after them by name", () => {
  const told = Summary.empty(["us", "eu"]);
  for (const region of ["b", "eu", "a", "us"]) told.addDropped(region, "conversation");
  const order = (summary: Summary) => summary.outcomes().map(({ region }) => region);
  assert.deepEqual(order(told), ["us", "eu", "a", "b"]);
  assert.deepEqual(order(Summary.empty().plus(told)), order(told));
});

Deno.test("Summary accounts for every attempt: outcomes, values and exclusions", () => {
  fc.assert(fc.property(samples, ({ turns, sessions, dropped }) => {
    const all = summary({ turns, sessions, dropped });
    const outcomes = all.outcomes();
    assert.equal(outcomes.reduce((sum, row) => sum + row.dropped, 0), dropped.length);
    assert.equal(outcomes.reduce((sum, row) => sum + row.attempts, 0), turns.length);
    for (const row of outcomes) {
      const attempts = turns.filter((t) =>
        t.tags.region === row.region && t.scenario === row.scenario
      );
      assert.equal(row.attempts, attempts.length);
      for (const outcome of OUTCOMES) {
        const expected = attempts.filter((t) => t.outcome === outcome).length;
        assert.equal(row.turns[outcome] ?? 0, expected, outcome);
      }
      const ttfa = find(all.rows(), row.region, row.scenario, "ttfa");
      assert.equal(ttfa.count + ttfa.excluded, row.attempts);
    }
    const frames = turns.reduce((sum, t) => sum + t.pacingMs.length, 0);
    const pacing = all.metric("pacing");
    assert.equal(pacing.count + pacing.excluded, frames);
  }));
});

Deno.test("Summary lets only ok turns into latencies, and all turns into pacing", () => {
  const all = summary({
    turns: [
      turnSample({ ttfaMs: 100 }),
      turnSample({ ttfaMs: 300 }),
      turnSample({ ttfaMs: 9000, outcome: "timeout" }),
      turnSample({ ttfaMs: -5 }),
    ],
    sessions: [],
  });
  const ttfa = find(all.rows(), "eu", "conversation", "ttfa");
  assert.deepEqual([ttfa.count, ttfa.excluded, ttfa.min, ttfa.mean, ttfa.max], [
    2,
    2,
    100,
    200,
    300,
  ]);
  assert.deepEqual([ttfa.p50, ttfa.p999, ttfa.p50_low, ttfa.p99_high], [
    100,
    300,
    undefined,
    undefined,
  ]);
  const pacing = find(all.rows(), "eu", "conversation", "pacing");
  assert.deepEqual([pacing.count, pacing.excluded, pacing.max], [12, 0, 0.3]);
  const bridgeRtt = find(all.rows(), "eu", "conversation", "bridge_rtt");
  assert.deepEqual([bridgeRtt.count, bridgeRtt.excluded, bridgeRtt.p50], [0, 1, undefined]);
});

Deno.test("Summary's rows bound the median and p99 where there are values enough", () => {
  const turns = Array.from({ length: 400 }, (_, i) => turnSample({ ttfaMs: i + 1 }));
  const ttfa = find(summary({ turns, sessions: [] }).rows(), "eu", "conversation", "ttfa");
  assert.deepEqual([ttfa.p50_low, ttfa.p50, ttfa.p50_high], [180, 200, 221]);
  assert.deepEqual([ttfa.p99_low, ttfa.p99, ttfa.p99_high], [392, 396, 400]);
});

Deno.test("Summary keeps the phases that a failed session got through and counts the rest", () => {
  const { sessionReadyMs: _, ...closed } = sessionSample({ outcome: "closed" });
  const all = summary({ turns: [], sessions: [sessionSample(), closed] });
  const rows = all.rows();
  const counts = (metric: MetricName) => {
    const row = find(rows, "eu", "conversation", metric);
    return [row.count, row.excluded];
  };
  assert.deepEqual(counts("connect"), [2, 0]);
  assert.deepEqual(counts("session_ready"), [1, 1]);
  assert.deepEqual(counts("dns"), [0, 1]);
  assert.deepEqual(all.outcomes()[0]!.sessions, { ok: 1, closed: 1 });
});

Deno.test("Summary's rows are every metric of each region and scenario, in a fixed order", () => {
  const at = (region: string, scenario: string) =>
    turnSample({ scenario, tags: { ...turnSample().tags, region } });
  const turns = [at("us", "b"), at("eu", "b"), at("us", "a")];
  const rows = summary({ turns, sessions: [] }).rows();
  assert.deepEqual(
    rows.map((row) => `${row.region} ${row.scenario} ${row.metric}`),
    ["eu b", "us a", "us b"].flatMap((group) => METRIC_NAMES.map((name) => `${group} ${name}`)),
  );
});

Deno.test("Summary pools regions and scenarios on demand", () => {
  const us = { ...turnSample().tags, region: "us" };
  const all = summary({
    turns: [
      turnSample({ ttfaMs: 1 }),
      turnSample({ ttfaMs: 2, scenario: "barge-in" }),
      turnSample({ ttfaMs: 3, tags: us }),
      turnSample({ outcome: "error", tags: us }),
    ],
    sessions: [],
  });
  assert.deepEqual([all.metric("ttfa").count, all.metric("ttfa", "eu").max], [3, 2]);
  assert.deepEqual([all.turns(), all.turns("eu")], [{ ok: 3, error: 1 }, { ok: 2 }]);
  assert.deepEqual([all.metric("ttfa", "mars").count, total(all.turns("mars"))], [0, 0]);
});

Deno.test("Summary survives its encoding as JSON", () => {
  fc.assert(fc.property(samples, (a) => {
    const encoded = JSON.parse(JSON.stringify(summary(a).encode()));
    assertSame(Summary.decode(encoded), summary(a));
  }));
});

type Dropped = Pick<SessionSample, "tags" | "scenario">;

function summary(
  of: { turns: TurnSample[]; sessions: SessionSample[]; dropped?: Dropped[] },
): Summary {
  const summary = Summary.empty();
  for (const turn of of.turns) summary.addTurn(turn);
  for (const session of of.sessions) summary.addSession(session);
  for (const { tags, scenario } of of.dropped ?? []) summary.addDropped(tags.region, scenario);
  return summary;
}

function assertSame(a: Summary, b: Summary): void {
  assert.deepEqual(a.outcomes(), b.outcomes());
  assert.deepEqual(rounded(a.rows()), rounded(b.rows()));
}

/** The spread's sums round in the order of merging. */
function rounded(rows: SummaryRow[]): unknown[] {
  return rows.map((row) => ({ ...row, stdev: row.stdev?.toFixed(6) }));
}

function find(
  rows: SummaryRow[],
  region: string,
  scenario: string,
  metric: MetricName,
): SummaryRow {
  const found = rows.find((row) =>
    row.region === region && row.scenario === scenario && row.metric === metric
  );
  assert.ok(found, `${region} ${scenario} ${metric}`);
  return found;
}

Deno.test("Summary counts what outcomes do not tell, through merges and encodings", () => {
  const summary = Summary.empty();
  summary.addTurn(turnSample({ outcome: "interrupted", errorCode: "run_stopped" }));
  summary.addTurn(turnSample({ outcome: "interrupted", errorCode: "turn_detected" }));
  summary.addTurn(turnSample({ outcome: "error", errorCode: "run_stopped" }));
  summary.addSession(sessionSample({ lateConnect: true }));
  summary.addSession(sessionSample({ outcome: "late_generator" }));
  summary.addSession(sessionSample({ outcome: "late_generator", lateConnect: true }));
  summary.addDropped("us", "conversation");
  assert.deepEqual(summary.marks(), { stoppedTurns: 1, lateSessions: 3, dropped: 1 });
  assert.deepEqual(summary.marks("us"), { dropped: 1 });
  const read = Summary.decode(JSON.parse(JSON.stringify(summary.encode())));
  assert.deepEqual(read.plus(read).marks(), { stoppedTurns: 2, lateSessions: 6, dropped: 2 });
  assert.deepEqual(read.sessions(), { ok: 1, late_generator: 2 });
});

Deno.test("Summary misses a transcript or a barge-in only where the scenario is about it", () => {
  const summary = Summary.empty();
  const add = (changes: Partial<TurnSample>) => summary.addTurn(turnSample(changes));
  add({ outcome: "timeout" });
  add({ outcome: "timeout", scenario: "transcription" });
  add({ outcome: "error", scenario: "mine", bargeInStopMs: 90 });
  const excluded = (name: "ttfa" | "transcript" | "barge_in_stop") => summary.metric(name).excluded;
  assert.deepEqual(
    [excluded("ttfa"), excluded("transcript"), excluded("barge_in_stop")],
    [3, 1, 1],
  );
});
