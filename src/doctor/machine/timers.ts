import { DEFAULT_LATE_LIMIT_MS } from "../../config/defaults.ts";
import { percentile } from "../../random/percentile.ts";
import type { Outcome } from "../finding.ts";
import type { MachineCheck } from "./machine_check.ts";

/** Later than this at p99, and the figures of a run are off by milliseconds. */
const TOLERATED_MS = 5;

/** What a thread is due to do must be done then: frames are sent, and answers read, as late as this. */
export const timers: MachineCheck = {
  name: "timers",
  title: "wakes a thread on time",
  run: async (machine) => judgeTimers((await machine.watch()).latenessMs),
};

export function judgeTimers(latenessMs: readonly number[]): Outcome {
  const p99Ms = percentile(latenessMs, 0.99);
  const evidence = `${latenessMs.length} wake-ups were late by p50 ${
    ms(percentile(latenessMs, 0.5))
  }, p99 ${ms(p99Ms)}, max ${ms(percentile(latenessMs, 1))} ms`;
  if (p99Ms <= TOLERATED_MS) return { result: "sound", evidence };
  return {
    result: "fault",
    certainty: p99Ms > DEFAULT_LATE_LIMIT_MS ? "certain" : "likely",
    what: "threads are woken late, so every figure is too large",
    evidence,
    remedy: "end what else runs here, or use a machine whose cores are not shared",
  };
}

function ms(value: number): string {
  return value.toFixed(1);
}
