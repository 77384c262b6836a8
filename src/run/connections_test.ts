import assert from "node:assert/strict";
import { sessionSample } from "../metrics/sample_fixtures.ts";
import { Connections } from "./connections.ts";

const { tags: _, ...RECORD } = sessionSample({ turns: 1 });
const TAGS = { runId: "run-1", agent: "local", region: "us", sessionId: "us-1" };
const LATE = { tags: TAGS, startLateMs: 300, lateLimitMs: 20 };

Deno.test("how late the first dial was is told of the first connection alone", () => {
  const connections = new Connections(LATE);
  const samples = [
    connections.next({ ...RECORD, coldStartMs: 50 }),
    connections.next(RECORD),
    connections.last({ ...RECORD, coldStartMs: 70 }),
  ];
  assert.deepEqual(samples.map(({ tags }) => tags.sessionId), ["us-1", "us-1.2", "us-1.3"]);
  assert.deepEqual(samples.map(({ startLateMs }) => startLateMs), [300, undefined, undefined]);
  assert.deepEqual(samples.map(({ lateConnect }) => lateConnect), [true, false, false]);
  assert.deepEqual(samples.map(({ coldStartMs }) => coldStartMs), [350, undefined, 70]);
});

Deno.test("turns that were never attempted are told once, where they are counted", () => {
  const missed = (turns?: number) => {
    const connections = new Connections({ ...LATE, ...(turns !== undefined && { turns }) });
    return [connections.next(RECORD), connections.last(RECORD)].map((s) => s.turnsMissed);
  };
  assert.deepEqual(missed(5), [undefined, 3]);
  assert.deepEqual(missed(2), [undefined, undefined]);
  assert.deepEqual(missed(), [undefined, undefined]);
});
