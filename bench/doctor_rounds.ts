/**
 * How surely the doctor finds what is wrong with a bridge, and nothing else: each bridge of
 * tests/bridges and ours is examined many times, several at once:
 * `deno run -A bench/doctor_rounds.ts [rounds] [at once]`. Exit code 1: it missed a fault, or found one
 * that is none.
 */
import { BRIDGE_CASES, type BridgeCase } from "../tests/bridges/cases.ts";
import { doctored } from "../tests/bridges/doctored.ts";
import { print } from "./print.ts";

const [rounds = 20, atOnce = 2] = Deno.args.map(Number);

interface Tally {
  examined: number;
  /** Examinations that found each seeded fault. */
  found: number;
  /** Checks that found a fault where there is none. */
  falseAlarms: number;
  /** Checks that were not done. */
  unchecked: number;
}

const tallies = new Map<BridgeCase, Tally>(
  BRIDGE_CASES.map((bridge) => [bridge, { examined: 0, found: 0, falseAlarms: 0, unchecked: 0 }]),
);
const waiting = Array.from({ length: rounds }, () => BRIDGE_CASES).flat();

async function examineWaiting(): Promise<void> {
  for (let bridge = waiting.shift(); bridge; bridge = waiting.shift()) {
    const { findings, output } = await doctored(bridge);
    const { faults } = bridge;
    const tally = tallies.get(bridge)!;
    const of = (result: string) =>
      findings.filter((finding) => finding.result === result).map(({ check }) => check);
    const wrong = of("fault").filter((check) => !faults.includes(check));
    const missed = faults.filter((check) => !of("fault").includes(check));
    tally.examined += findings.length > 0 ? 1 : 0;
    tally.found += missed.length === 0 ? 1 : 0;
    tally.falseAlarms += wrong.length;
    tally.unchecked += of("unchecked").length;
    if (wrong.length + missed.length > 0 || findings.length === 0) {
      print(`${bridge.name}: ${output}`);
      Deno.exitCode = 1;
    }
  }
}

const startedMs = performance.now();
await Promise.all(Array.from({ length: atOnce }, examineWaiting));
print(
  `${rounds} rounds, ${atOnce} at once, ${
    ((performance.now() - startedMs) / 60_000).toFixed(1)
  } min`,
);
print(
  "bridge            seeded                           examined    found  false alarms  not done",
);
for (const [{ name, faults }, { examined, found, falseAlarms, unchecked }] of tallies) {
  const cells = [examined, faults.length > 0 ? found : "", falseAlarms, unchecked];
  print(
    name.padEnd(18) + (faults.join(", ") || "none").padEnd(32) +
      cells.map((cell, i) => String(cell).padStart([9, 9, 14, 10][i]!)).join(""),
  );
}
