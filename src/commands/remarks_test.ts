import assert from "node:assert/strict";
import type { SessionSample } from "../metrics/sample.ts";
import { sessionSample } from "../metrics/sample_fixtures.ts";
import { Remarks } from "./remarks.ts";

const EU = sessionSample().tags;

function linesOf(...samples: Partial<SessionSample>[]): string[] {
  const remarks = new Remarks();
  for (const sample of samples) remarks.add(sessionSample(sample));
  return [...remarks.complaints, ...remarks.lines];
}

Deno.test("sessions that were turned away are counted by their reason, in the target's words", () => {
  const full = { outcome: "refused", errorCode: "http_429" } as const;
  const down = {
    outcome: "error",
    errorCode: "upstream_refused",
    errorMessage: "HTTP 401",
  } as const;
  const [busy, broken, ...none] = linesOf(
    { ...full, errorMessage: "2 sessions are the limit" },
    down,
    { ...full, errorMessage: "other words" },
    {},
    { outcome: "interrupted", errorCode: "aborted" },
    { outcome: "error", errorCode: "check_failed", scenarioError: "the scenario's own" },
  );
  assert.match(
    busy!,
    /^in 2 sessions the target of region 'eu' refused the connection \(http_429, “2 sessions are/,
  );
  assert.match(broken!, /^in 1 session .*an error \(upstream_refused, “HTTP 401”\): the bridge's/);
  assert.deepEqual(none, []);
});

Deno.test("a failure that was asked for gets no advice against it", () => {
  const remarks = new Remarks(["eu"]);
  remarks.add(sessionSample({ outcome: "refused", errorCode: "http_429" }));
  assert.deepEqual(remarks.complaints, [
    "in 1 session the target of region 'eu' refused the connection (http_429): perhaps as --fault asks",
  ]);
});

Deno.test("an event of the scenario's own that was refused is told once", () => {
  const refusals = ["session.foo (mine.ts:7:3): unknown, “never”"];
  assert.deepEqual(linesOf({ refusals }, { refusals }, {}), [
    "in 2 sessions the service refused the scenario's own session.foo (mine.ts:7:3): unknown, " +
    "“never”",
  ]);
});

Deno.test("a bridge that names another region than it is measured as is told, with both names", () => {
  assert.deepEqual(linesOf({ bridgeRegion: "eu" }, {}), []);
  const [line, ...none] = linesOf({ bridgeRegion: "us" }, { bridgeRegion: "us" });
  assert.match(line!, /measured as region 'eu' says that it is in 'us'/);
  assert.deepEqual(none, []);
  const unnamed = { ...EU, region: "default" };
  assert.deepEqual(linesOf({ tags: unnamed, bridgeRegion: "us" }), []);
});
