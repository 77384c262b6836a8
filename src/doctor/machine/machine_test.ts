import assert from "node:assert/strict";
import { VirtualClock } from "../../time/virtual_clock.ts";
import type { Finding } from "../finding.ts";
import { examineMachine } from "./examine_machine.ts";
import { Machine } from "./machine.ts";
import { MACHINE_CHECKS } from "./machine_checks.ts";

const FILES: Readonly<Record<string, string>> = {
  "/proc/self/limits":
    "Max open files            20000                20000                files\n",
  "/proc/sys/net/ipv4/ip_local_port_range": "32768\t60999\n",
  "/sys/devices/system/clocksource/clocksource0/current_clocksource": "tsc\n",
  "/proc/loadavg": "0.10 0.20 0.30 1/200 4711\n",
};

/** All but the loopback's, which needs real sockets. */
const CHECKS = MACHINE_CHECKS.filter(({ name }) => name !== "loopback");

async function examined(readFile: (path: string) => Promise<string | undefined>) {
  const clock = new VirtualClock();
  const machine = new Machine(clock, 100, 2, readFile);
  const told: Finding[] = [];
  const findings = examineMachine(machine, CHECKS, (finding) => told.push(finding));
  await clock.advance(2_100);
  assert.deepEqual(await findings, told);
  return { results: told.map(({ result }) => result), clock };
}

Deno.test("a machine that wakes its threads, keeps its clock and has room is sound in all", async () => {
  const { results, clock } = await examined((path) => Promise.resolve(FILES[path]));
  assert.deepEqual(results, CHECKS.map(() => "sound"));
  // The watch was done once for all three that ask.
  assert.equal(clock.now(), 2_100);
});

Deno.test("what the system does not tell is not passed", async () => {
  const { results } = await examined(() => Promise.resolve(undefined));
  assert.equal(results.filter((result) => result === "unchecked").length, 2);
});
