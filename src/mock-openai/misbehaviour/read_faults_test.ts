import assert from "node:assert/strict";
import { FAULT_KINDS } from "./fault_kinds.ts";
import { readFaults } from "./read_faults.ts";

const SOUND = [
  "stall:800ms@turn=2",
  "cut@after=3s,p=0.1",
  "refuse:503@p=0.05",
  "refuse",
  "delay-upgrade:500ms@session=3",
  "delay-created:2s",
  "fail:rate_limit_exceeded@turn=1",
  "error-mid-response",
  "no-audio@turn=1,session=2",
  "early-reply",
  "mute:1.5s",
  "malformed",
  "duplicate-deltas@p=1",
  "reorder-deltas",
  "oversized:20MiB",
  "close:1013@after=1min",
  "reset",
  "half-open",
  "slow-reader:16KiB",
];

Deno.test("every documented form is read, and every fault has one", () => {
  const { rules, problems } = readFaults(SOUND);
  assert.deepEqual(problems, []);
  assert.deepEqual(rules.map(({ text }) => text), SOUND);
  assert.deepEqual(rules[0]!.selector, { probability: 1, turn: 2, afterMs: 0 });
  assert.deepEqual(rules[1]!.selector, { probability: 0.1, afterMs: 3000 });
  const named = new Set(SOUND.map((text) => text.split(/[:@]/)[0]));
  assert.deepEqual([...named].sort(), Object.keys(FAULT_KINDS).sort());
  const below = rules.filter(({ onConnection }) => onConnection).map(({ text }) => text);
  assert.deepEqual(below, ["cut@after=3s,p=0.1", "reset", "half-open", "slow-reader:16KiB"]);
});

Deno.test("everything that is wrong is said at once, and what is sound is read", () => {
  const { rules, problems } = readFaults([
    "stal:800ms",
    "stall@turn=0",
    "reset:5",
    "cut@p=2,when=3s,after=5d",
    "refuse:200",
    "delay-created:1s@turn=1",
    "close:1006",
    "half-open@p=0.5,p=0.5",
    "oversized:1GiB",
    "fail:No!",
    "",
    "constructor",
    "cut",
  ]);
  assert.deepEqual(rules.map(({ text }) => text), ["cut"]);
  assert.ok(problems.every(({ field }) => field === "--fault"));
  assert.deepEqual(problems.map(({ rule }) => rule), [
    "in 'stal:800ms', 'stal' is no fault",
    "in 'stall@turn=0', a duration is missing",
    "in 'stall@turn=0', 'turn=0' cannot be read",
    "in 'reset:5', '5' has no meaning",
    "in 'cut@p=2,when=3s,after=5d', 'p=2' cannot be read",
    "in 'cut@p=2,when=3s,after=5d', 'when' is no selector",
    "in 'cut@p=2,when=3s,after=5d', 'after=5d' cannot be read",
    "in 'refuse:200', '200' is not an HTTP status from 400 to 599",
    "in 'delay-created:1s@turn=1', 'turn' means nothing to this fault",
    "in 'close:1006', '1006' is not a close code that may be sent",
    "in 'half-open@p=0.5,p=0.5', 'p' stands twice",
    "in 'oversized:1GiB', '1GiB' is not a size",
    "in 'fail:No!', 'No!' is not an error code (lower case, digits, _)",
    "in '', '' is no fault",
    "in 'constructor', 'constructor' is no fault",
  ]);
  assert.equal(problems[0]!.remedy, "did you mean stall?");
  assert.equal(
    problems[1]!.remedy,
    "give a number with ms, s, min or h, up to 24h after a colon, e.g. stall:800ms",
  );
  assert.match(
    problems[5]!.remedy,
    /^use p=0\.1 \(above 0, up to 1\), session=3, turn=2, after=3s$/,
  );
});

Deno.test("units may be left out or chosen; nothing at all is not a duration", () => {
  const sound = [
    "stall:800",
    "stall:2s",
    "delay-upgrade:0.5m",
    "oversized:20MB",
    "slow-reader:500",
  ];
  assert.deepEqual(readFaults([...sound, "cut@after=500", "early-reply:0"]).problems, []);
  const { problems } = readFaults(["stall:0ms", "cut@turn=1;p=0.5", "stall:5d"], "'faults'");
  assert.deepEqual(problems.map(({ field, rule, remedy }) => [field, rule, remedy]), [
    ["'faults'", "in 'stall:0ms', '0ms' is not a duration", problems[2]!.remedy],
    [
      "'faults'",
      "in 'cut@turn=1;p=0.5', 'turn=1;p=0.5' cannot be read",
      "write it as turn=2, with a comma before the next",
    ],
    [
      "'faults'",
      "in 'stall:5d', '5d' is not a duration",
      "give a number with ms, s, min or h, up to 24h after a colon, e.g. stall:800ms",
    ],
  ]);
});
