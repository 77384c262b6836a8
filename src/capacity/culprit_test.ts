import assert from "node:assert/strict";
import { blame } from "./culprit.ts";
import type { Signs } from "./signs.ts";

const QUIET: Signs = {
  generatorLate: false,
  turnedAwayShare: 0,
  failedShare: 0,
  p95Ms: {
    ttfa: 900,
    response_latency: 400,
    rtt: 2,
    bridge_rtt: 1,
    relay_hop: 0.1,
  },
};

function loaded(p95Ms: Partial<Signs["p95Ms"]>, others: Partial<Signs> = {}): Signs {
  return { ...QUIET, ...others, p95Ms: { ...QUIET.p95Ms, ...p95Ms } };
}

Deno.test("blame: a late generator explains everything, and hides everything else", () => {
  const failing = loaded({ bridge_rtt: 900 }, { generatorLate: true, turnedAwayShare: 1 });
  assert.equal(blame(failing, QUIET).part, "generator");
  assert.equal(blame(failing, undefined).part, "generator");
});

Deno.test("blame: pings that wait are the bridge's, though requests wait longer still", () => {
  const { part, evidence } = blame(loaded({ rtt: 400, bridge_rtt: 150, ttfa: 1300 }), QUIET);
  assert.equal(part, "bridge");
  assert.deepEqual(evidence, ["bridge_rtt p95 1.0 → 150.0 ms"]);
});

Deno.test("blame: what the bridge's probe or its thread tells is the bridge's", () => {
  assert.equal(blame(loaded({ relay_hop: 60, rtt: 70 }), QUIET).part, "bridge");
  const idle = { cpuShare: 0.1, lateP95Ms: 1 };
  const before = { ...QUIET, bridge: idle, upstream: idle };
  const busy = { cpuShare: 0.99, lateP95Ms: 80 };
  const failing = loaded({ rtt: 120 }, { bridge: busy, upstream: idle });
  assert.equal(blame(failing, before).part, "bridge");
  assert.match(blame(failing, before).evidence.join(), /99 % of a core/);
});

Deno.test("blame: slow answers behind a bridge that is as quick as ever are the upstream's", () => {
  assert.equal(blame(loaded({ response_latency: 900 }), QUIET).part, "upstream");
  assert.equal(blame(loaded({ rtt: 300, bridge_rtt: 9 }), QUIET).part, "upstream");
  const { relay_hop: _, ...foreign } = QUIET.p95Ms;
  const passing = { ...QUIET, p95Ms: foreign };
  assert.equal(blame({ ...passing, p95Ms: { ...foreign, rtt: 300 } }, passing).part, "upstream");
});

Deno.test("blame: a bridge that lets nobody in has given out", () => {
  assert.equal(blame(loaded({}, { turnedAwayShare: 0.1 }), QUIET).part, "bridge");
});

Deno.test("blame does not guess", () => {
  assert.equal(blame(loaded({ ttfa: 1500, rtt: 9 }), QUIET).part, "unknown");
  assert.equal(blame(loaded({ bridge_rtt: 500 }), undefined).part, "unknown");
  const { evidence } = blame(loaded({}, { failedShare: 0.3 }), QUIET);
  assert.match(evidence[0]!, /30 % of the turns/);
});
