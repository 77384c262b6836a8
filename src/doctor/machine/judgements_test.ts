import assert from "node:assert/strict";
import { Distribution } from "../../metrics/distribution.ts";
import type { Outcome } from "../finding.ts";
import { judgeClock } from "./clock.ts";
import { judgeCores } from "./cores.ts";
import { judgeFiles } from "./files.ts";
import { judgeLoopback } from "./loopback.ts";
import { judgePorts } from "./ports.ts";
import { judgeStalls } from "./stalls.ts";
import { judgeTimers } from "./timers.ts";

function assertJudged(outcome: Outcome, expected: string, evidence: RegExp): void {
  const verdict = outcome.result === "fault" ? outcome.certainty : outcome.result;
  assert.equal(verdict, expected);
  assert.match("evidence" in outcome ? outcome.evidence : outcome.why, evidence);
}

const late = (p99Ms: number) => [...Array(97).fill(1), p99Ms, p99Ms, p99Ms];

Deno.test("timers: the lateness that most wake-ups keep decides", () => {
  assertJudged(
    judgeTimers(late(5)),
    "sound",
    /100 wake-ups were late by p50 1.0, p99 5.0, max 5.0/,
  );
  assertJudged(judgeTimers(late(6)), "likely", /p99 6.0/);
  assertJudged(judgeTimers(late(21)), "certain", /p99 21.0/);
});

Deno.test("stalls: what was due during one hold-up is counted once", () => {
  assertJudged(judgeStalls([1, 20, 1]), "sound", /^0 times/);
  assertJudged(judgeStalls([1, 40, 35, 30, 25, 1]), "likely", /^1 times .* up to 40 ms/);
  assertJudged(judgeStalls([1, 40, 35, 1, 50, 45]), "certain", /^2 times .* up to 50 ms/);
});

Deno.test("clock: a step either way, or a slow source, is a fault", () => {
  assertJudged(judgeClock("tsc", 0.4), "sound", /source tsc.* 0.4 ms/);
  assertJudged(judgeClock(undefined, 0), "sound", /not told/);
  assertJudged(judgeClock("tsc", -3600_000), "certain", /-3600000.0 ms/);
  assertJudged(judgeClock("hpet", 0), "likely", /hpet/);
});

Deno.test("cores: what others use is not there for clients", () => {
  assertJudged(judgeCores(4, 0.2, 300), "sound", /4 cores, 0.2 busy/);
  assertJudged(judgeCores(4, 2.2, 300), "likely", /300 clients need about 3/);
  assertJudged(judgeCores(2, 0, 1000), "certain", /need about 10/);
  assertJudged(judgeCores(2, NaN, 100), "sound", /load not told/);
});

const limits = (soft: string) => `Limit  Soft  Hard\nMax open files   ${soft}   524288   files\n`;

Deno.test("files: the soft limit must do for the clients, and for an embedded bridge and mock", () => {
  assertJudged(judgeFiles(limits("1024"), 100), "sound", /1024 allowed; 100 clients need 300/);
  assertJudged(judgeFiles(limits("1024"), 500), "likely", /embedded mock and bridge 2200/);
  assertJudged(judgeFiles(limits("1024"), 1000), "certain", /need 1200/);
  assertJudged(judgeFiles(limits("unlimited"), 10_000), "sound", /unlimited/);
  assertJudged(judgeFiles(undefined, 1), "unchecked", /cannot be read/);
});

Deno.test("ports: both connections of a client count", () => {
  assertJudged(judgePorts("32768\t60999\n", 10_000), "sound", /28232 ports, from 32768 to 60999/);
  assertJudged(judgePorts("32768\t60999\n", 20_000), "likely", /40000/);
  assertJudged(judgePorts("32768\t60999\n", 30_000), "certain", /60000/);
  assertJudged(judgePorts("", 1), "unchecked", /cannot be read/);
});

Deno.test("loopback: by how much round trips are reported too long", () => {
  const errors = (ms: number) => {
    const distribution = Distribution.empty();
    for (let i = 0; i < 100; i++) distribution.record(ms);
    return distribution;
  };
  assertJudged(judgeLoopback(errors(0.3)), "sound", /100 round trips .* p50 0.30, p99 0.30 ms/);
  assertJudged(judgeLoopback(errors(5)), "likely", /p99 5.00/);
  assertJudged(judgeLoopback(Distribution.empty()), "unchecked", /every turn was late/);
});
