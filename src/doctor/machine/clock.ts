import type { Outcome } from "../finding.ts";
import type { MachineCheck } from "./machine_check.ts";

const SOURCE = "/sys/devices/system/clocksource/clocksource0/current_clocksource";
/** These are read through a device, thousands of times slower. */
const SLOW = ["hpet", "acpi_pm", "jiffies"];
/** More than a time server slews in two seconds. */
const STEP_MS = 5;

/** Durations are read from the monotonic clock; the wall clock only labels them. */
export const clock: MachineCheck = {
  name: "clock",
  title: "has a fast clock that nobody sets meanwhile",
  run: async (machine) => {
    const { wallShiftMs } = await machine.watch();
    return judgeClock((await machine.readFile(SOURCE))?.trim(), wallShiftMs);
  },
};

/** @param source `undefined` where the system does not tell. */
export function judgeClock(source: string | undefined, wallShiftMs: number): Outcome {
  const evidence = `source ${source ?? "not told"}; in 2 s the wall clock moved by ${
    wallShiftMs.toFixed(1)
  } ms against the monotonic one`;
  if (Math.abs(wallShiftMs) > STEP_MS) {
    return {
      result: "fault",
      certainty: "certain",
      what: "the clock is being set, or the machine was put to sleep: turns during which it " +
        "happens are taken out of the figures",
      evidence,
      remedy: "let a time server slew the clock (chrony, ntpd) rather than step it",
    };
  }
  if (source === undefined || !SLOW.includes(source)) return { result: "sound", evidence };
  return {
    result: "fault",
    certainty: "likely",
    what: "reading the clock is slow, and it is read for every frame",
    evidence,
    remedy: "boot with a faster source, such as clocksource=tsc, or use another machine",
  };
}
