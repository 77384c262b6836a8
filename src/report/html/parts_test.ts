import fc from "fast-check";
import assert from "node:assert/strict";
import { turnSample } from "../../metrics/sample_fixtures.ts";
import type { AnsweredTurn, Cohort } from "./cohort.ts";
import { type Parts, partsBySlice, splitWait } from "./parts.ts";

const turn = (changes: object): AnsweredTurn => ({ ...turnSample(), ttfaMs: 800, ...changes });
const total = (parts: Parts) => Object.values(parts).reduce((sum, ms) => sum + ms);

Deno.test("splitWait takes the round trip out of what the server needs to notice the end", () => {
  const path = { rttMs: 0, hopMs: 2 };
  assert.deepEqual(splitWait(turn({ endpointingMs: 550, rttMs: 40 }), path), {
    endpointing: 510,
    think: 250,
    relay: 4,
    network: 36,
  });
});

Deno.test("splitWait takes it out of the thinking where the caller ends the turn himself", () => {
  const { endpointingMs: _, ...pushToTalk } = turn({ rttMs: 40 });
  assert.deepEqual(splitWait(pushToTalk, { rttMs: 0, hopMs: 0 }), {
    endpointing: 0,
    think: 760,
    relay: 0,
    network: 40,
  });
});

Deno.test("splitWait uses the region's round trip where the turn has none", () => {
  const { rttMs: _, ...unprobed } = turn({ endpointingMs: 550 });
  assert.equal(splitWait(unprobed, { rttMs: 30, hopMs: 0 }).network, 30);
});

Deno.test("the parts of a wait are never negative, and together the wait", () => {
  const ms = fc.double({ min: 0, max: 5000, noNaN: true });
  const record = fc.record({ ttfaMs: ms, endpointingMs: ms, rttMs: ms }, {
    requiredKeys: ["ttfaMs"],
  });
  fc.assert(fc.property(record, ms, ms, ({ ...changes }, rttMs, hopMs) => {
    const { endpointingMs: _, rttMs: __, ...bare } = turn({});
    const parts = splitWait({ ...bare, ...changes }, { rttMs, hopMs });
    assert.ok(Object.values(parts).every((part) => part >= 0), JSON.stringify(parts));
    assert.ok(Math.abs(total(parts) - changes.ttfaMs) < 1e-6);
  }));
});

Deno.test("partsBySlice holds every turn once, in order", () => {
  const turns = Array.from({ length: 7 }, (_, i) => turn({ ttfaMs: 600 + i, endpointingMs: 500 }));
  const cohort: Cohort = { name: "eu", turns, metric: () => undefined };
  const slices = partsBySlice(cohort, { rttMs: 0, hopMs: 0 }, 3);
  assert.deepEqual(slices.map(({ parts }) => total(parts)), [600.5, 602.5, 605]);
  assert.deepEqual(slices.map(({ percent }) => Math.round(percent)), [14, 43, 79]);
  assert.equal(partsBySlice(cohort, { rttMs: 0, hopMs: 0 }, 60).length, 7);
});
