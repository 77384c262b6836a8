import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
import { type Incident, Incidents } from "./incidents.ts";

function start() {
  const clock = new VirtualClock(0, Date.UTC(2026, 0, 1));
  const said: string[] = [];
  const counted: Incident[] = [];
  const incidents = new Incidents({
    clock,
    say: (line) => said.push(line),
    count: (incident) => counted.push(incident),
  });
  return { clock, incidents, said, counted };
}

const refused = (status: number) => {
  return { code: "upstream_refused", message: `HTTP ${status}` } as const;
};

Deno.test("Incidents says the first of a kind at once, and the others every 10 s in one line", async () => {
  const { clock, incidents, said } = start();
  for (const status of [401, 401, 429]) incidents.failed(refused(status));
  incidents.refused({ status: 403, message: "no" });
  assert.deepEqual(said.splice(0), ["upstream_refused: HTTP 401", "caller_refused, HTTP 403: no"]);
  await clock.advance(9_999);
  assert.deepEqual(said, []);
  await clock.advance(1);
  assert.deepEqual(said.splice(0), ["upstream_refused: HTTP 429 (2 more)"]);
  await clock.advance(5_000);
  incidents.failed(refused(503));
  assert.deepEqual(said, []);
  await clock.advance(5_000);
  assert.deepEqual(said.splice(0), ["upstream_refused: HTTP 503 (1 more)"]);
  await clock.advance(10_000);
  incidents.failed(refused(401));
  assert.deepEqual(said, ["upstream_refused: HTTP 401"]);
});

Deno.test("Incidents counts each, remembers the last failure, and at its end says what is left", async () => {
  const { clock, incidents, said, counted } = start();
  assert.equal(incidents.lastFailure, undefined);
  incidents.failed(refused(401));
  await clock.advance(1_000);
  incidents.failed(refused(401));
  incidents.refused({ status: 429, message: "too many" });
  assert.deepEqual(incidents.lastFailure, {
    kind: "upstream_refused",
    at: "2026-01-01T00:00:01.000Z",
  });
  const failure = { what: "upstream failure", code: "upstream_refused" };
  assert.deepEqual(counted, [failure, failure, { what: "refusal", status: 429 }]);
  incidents.close();
  assert.equal(said.at(-1), "upstream_refused: HTTP 401 (1 more)");
  const { length } = said;
  await clock.advance(60_000);
  assert.equal(said.length, length);
});
