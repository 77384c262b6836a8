import assert from "node:assert/strict";
import { painter } from "../report/paint.ts";
import { resultOf, type Trial } from "./result.ts";
import type { Signs } from "./signs.ts";
import { trialLine, verdictText } from "./text.ts";

const MAX = 1000;

function trial(clients: number, passed: boolean, signs: Partial<Signs> = {}): Trial {
  const quiet = { generatorLate: false, turnedAwayShare: 0, failedShare: 0, p95Ms: { rtt: 2 } };
  return {
    ...{ clients, passed, run: "", exitCode: passed ? 0 : 1, thresholds: [] },
    signs: { ...quiet, ...signs },
  };
}

const BUSY = { cpuShare: 0.99, lateP95Ms: 90 };
const CALM = { cpuShare: 0.5, lateP95Ms: 1 };

Deno.test("resultOf says who gave out, the margin, and what a core of the bridge would hold", () => {
  const attempts = [
    trial(50, true, { bridge: CALM }),
    trial(96, false, { bridge: BUSY }),
    trial(96, true, { bridge: CALM }),
    trial(96, true, { bridge: CALM }),
    trial(100, false, { bridge: BUSY }),
    trial(100, false, { bridge: BUSY }),
  ];
  const found = { clients: 96, failed: 100 };
  const result = resultOf({ end: "found", attempts, found });
  assert.deepEqual([result.range, result.gaveOut?.part, result.perCore], [
    [96, 100],
    "bridge",
    192,
  ]);
  const text = verdictText(result, MAX).replace(/\s+/g, " ");
  assert.match(
    text,
    /^96 clients met the thresholds \(in 2 of 3 runs\), 100 did not \(in 0 of 2 runs\): the bridge/,
  );
  assert.match(text, /One core of this bridge would hold about 192 clients/);
});

Deno.test("verdictText says where runs did not agree, and counts no void one", () => {
  const attempts = [
    trial(40, true),
    trial(48, false),
    { ...trial(50, false), isVoid: true },
    trial(48, true),
    trial(48, true),
    trial(50, true),
    trial(50, true),
    trial(52, true),
    trial(52, false),
    trial(52, false),
  ];
  const text = verdictText(
    resultOf({ end: "found", attempts, found: { clients: 50, failed: 52 } }),
    MAX,
  );
  assert.match(text, /^50 clients met the thresholds \(in 2 of 2 runs\), 52 did not \(in 1 of 3/);
  assert.match(text, /Runs with 48 to 52 clients did not agree/);
});

Deno.test("resultOf: the part that most of the failed runs accuse has given out", () => {
  const late = { generatorLate: true };
  const attempts = [
    trial(5, true),
    trial(10, false, { p95Ms: { rtt: 900 } }),
    trial(10, false, late),
    trial(10, false, late),
  ];
  const result = resultOf({ end: "found", attempts, found: { clients: 5, failed: 10 } });
  assert.equal(result.gaveOut?.part, "generator");
  assert.match(verdictText(result, MAX), /^At least 5 clients, a lower bound: this generator/);
});

Deno.test("resultOf a search that had to stop tells how far it came", () => {
  const attempts = [trial(5, true), trial(10, true), trial(20, false), trial(15, true)];
  const { clients, failed, range } = resultOf({ end: "out of time", attempts });
  assert.deepEqual([clients, failed, range], [15, 20, [15, 20]]);
  const early = resultOf({ end: "interrupted", attempts: attempts.slice(0, 2) });
  assert.deepEqual([early.clients, early.failed, early.gaveOut], [10, undefined, undefined]);
  assert.match(verdictText(early, MAX), /^Interrupted.*\nAt least 10 clients/);
});

Deno.test("verdictText: nothing gave out up to the most that were allowed; nothing ever passed", () => {
  const all = resultOf({ end: "found", attempts: [trial(8, true)], found: { clients: 8 } });
  assert.match(verdictText(all, 8), /At least 8 clients: 8 are the most that were allowed/);
  const attempts = [trial(1, false)];
  const none = resultOf({ end: "found", attempts, found: { clients: 0, failed: 1 } });
  assert.match(verdictText(none, 8), /Not even one client meets the thresholds/);
});

Deno.test("trialLine: a run that failed says why", () => {
  const plain = painter(false);
  assert.match(trialLine(trial(5, true), plain), /^ {6}5 .*✓$/);
  assert.match(trialLine(trial(5, false), plain), /✗ too much was lost$/);
  assert.match(trialLine(trial(5, false, { generatorLate: true }), plain), /✗ generator late$/);
  assert.match(
    trialLine(trial(5, false, { failedShare: 0.55 }), plain),
    /✗ 55 % of the turns failed$/,
  );
  assert.match(
    trialLine(trial(5, false, { turnedAwayShare: 0.1 }), plain),
    /✗ 10 % were not let in$/,
  );
});
