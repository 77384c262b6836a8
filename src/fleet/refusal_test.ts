import assert from "node:assert/strict";
import type { Order } from "./records.ts";
import { type Duty, refusalOf } from "./refusal.ts";

const ORDER: Order = {
  ...{ version: "1.0.0", runId: "run-1", workers: "auto", rows: "stream", calibrate: false },
  endpoint: {
    url: "wss://eu.example.com/voice?ticket=s",
    headers: {},
    subprotocols: [],
    insecure: false,
  },
};
const DUTY: Duty = { name: "eu-1", version: "1.0.0", allowed: ["*.example.com"] };

Deno.test("refusalOf: what the owner allows is taken", () => {
  assert.equal(refusalOf(ORDER, DUTY), undefined);
});

Deno.test("refusalOf: a target outside the list, with the flag to add and no secret", () => {
  assert.equal(
    refusalOf(ORDER, { ...DUTY, allowed: [] }),
    "agent 'eu-1' may not dial wss://eu.example.com/voice?ticket=***: " +
      "its owner can allow it with --allow-target 'eu.example.com'",
  );
});

Deno.test("refusalOf: what is no URL is refused in words", () => {
  const endpoint = { ...ORDER.endpoint, url: "bridge" };
  assert.equal(refusalOf({ ...ORDER, endpoint }, DUTY), "agent 'eu-1' was given no URL to dial");
});

Deno.test("refusalOf: another version, another run, a run id that is a path", () => {
  assert.match(
    refusalOf({ ...ORDER, version: "2.0.0" }, DUTY)!,
    /runs ttfa 1.0.0 and was asked by 2/,
  );
  assert.match(refusalOf(ORDER, { ...DUTY, runId: "run-0" })!, /is in run run-0/);
  assert.match(refusalOf({ ...ORDER, runId: "../../etc" }, DUTY)!, /no sound run id/);
});
