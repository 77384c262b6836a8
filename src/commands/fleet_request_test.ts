import assert from "node:assert/strict";
import { UsageError } from "../config/problem.ts";
import { readFleetRequest } from "./fleet_request.ts";

const NATS = "nats://127.0.0.1:4222";

function read(texts: Record<string, readonly string[]>) {
  return readFleetRequest(texts, [], () => undefined);
}

async function problems(texts: Record<string, readonly string[]>): Promise<string[]> {
  const error = await read(texts).then(() => undefined, (error) => error);
  assert.ok(error instanceof UsageError, String(error));
  return error.problems.map(({ field, rule }) => `${field}: ${rule}`);
}

Deno.test("readFleetRequest: targets that agents can reach, their defaults", async () => {
  const request = await read({ fleet: [NATS], targets: ["eu=wss://bridge.example.com/voice"] });
  assert.ok("bench" in request);
  assert.deepEqual(request.bench.plan.regions, ["eu"]);
  const { agents, waitMs, silenceMs, minCoverage, rows } = request.fleet;
  assert.deepEqual([agents, waitMs, silenceMs, minCoverage, rows], [
    1,
    30_000,
    30_000,
    1,
    "stream",
  ]);
});

Deno.test("readFleetRequest: all that a fleet cannot do, at once", async () => {
  const found = await problems({
    agents: ["2"],
    rows: ["agent"],
    scenario: ["mine.ts"],
    coldStart: ["3"],
  });
  const fields = found.map((problem) => problem.split(":")[0]);
  assert.deepEqual(fields.slice(0, 5), [
    ...["--agents", "--rows", "--target", "--scenario", "cold starts"],
  ]);
});

Deno.test("readFleetRequest: an agent can be named for a region of the run alone", async () => {
  const texts = { fleet: [NATS], targets: ["eu=wss://bridge.example.com/voice"] };
  const request = await read({ ...texts, onlyAgents: ["eu=eu-1"] });
  assert.deepEqual(request.fleet.only, [["eu", "eu-1"]]);
  const found = await problems({ ...texts, onlyAgents: ["us=us-1", "eu=eu-1"] });
  assert.deepEqual(found, ["--only-agent: the run has no region 'us'"]);
});

Deno.test("readFleetRequest: no region may be left to the embedded bridge", async () => {
  const texts = { fleet: [NATS], targets: ["eu=wss://b.example.com/voice", "us=local"] };
  assert.match((await problems(texts))[0]!, /^--target: region 'us' has none/);
});

Deno.test("readFleetRequest: a resumed run is told differently at most", async () => {
  const request = await read({ fleet: [NATS], resume: ["20260102-030405-1a2b"], json: [""] });
  assert.ok("resume" in request && request.json);
  const found = await problems({
    fleet: [NATS],
    resume: ["r"],
    targets: ["local"],
    clients: ["9"],
  });
  assert.deepEqual(found, [
    "--resume: --target was said already",
    "--resume: --clients was said already",
  ]);
});
