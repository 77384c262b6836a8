import assert from "node:assert/strict";
import { levelOf, readCapacityRequest } from "./capacity_request.ts";

const NO_ENV = () => undefined;

Deno.test("levelOf: so many clients, dialling no faster than 100 a second, each attempt its own seed", async () => {
  const texts = { thresholds: ["error_rate<0.01"], stepDuration: ["10s"], seed: ["7"] };
  const request = await readCapacityRequest(texts, [], NO_ENV);
  const few = levelOf(request, 5, 1, "a");
  const many = levelOf(request, 400, 2, "b");
  assert.deepEqual(few.plan?.load, {
    ...{ shape: "constant-sessions", clients: 5, rampMs: 1000, durationMs: 11_000 },
  });
  assert.deepEqual(many.plan?.load, {
    ...{ shape: "constant-sessions", clients: 400, rampMs: 4000, durationMs: 14_000 },
  });
  assert.deepEqual(many.plateau, { fromMs: 4000, toMs: 14_000 });
  assert.deepEqual([few.plan?.seed, many.plan?.seed, many.config.out], [8, 9, "b"]);
});

Deno.test("readCapacityRequest refuses a scenario that makes no load", async () => {
  const texts = { thresholds: ["error_rate<0.01"], scenario: ["cold-start"] };
  await assert.rejects(readCapacityRequest(texts, [], NO_ENV), /--scenario: 'cold-start'/);
});
