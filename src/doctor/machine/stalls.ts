import { DEFAULT_LATE_LIMIT_MS } from "../../config/defaults.ts";
import type { Outcome } from "../finding.ts";
import type { MachineCheck } from "./machine_check.ts";

/** A thread that has nothing to do is held up only by the machine. */
export const stalls: MachineCheck = {
  name: "stalls",
  title: "holds no thread up",
  run: async (machine) => judgeStalls((await machine.watch()).latenessMs),
};

export function judgeStalls(latenessMs: readonly number[]): Outcome {
  // What was due during a hold-up is late as well, each a little less: one hold-up, not many.
  const began = latenessMs.filter((late, i) =>
    late > DEFAULT_LATE_LIMIT_MS && !(latenessMs[i - 1]! > late)
  );
  const evidence =
    `${began.length} times held up for more than ${DEFAULT_LATE_LIMIT_MS} ms in 2 s` +
    (began.length > 0 ? `, for up to ${Math.max(...began).toFixed(0)} ms` : "");
  if (began.length === 0) return { result: "sound", evidence };
  return {
    result: "fault",
    certainty: began.length > 1 ? "certain" : "likely",
    what: "idle threads are held up: turns that fall into it are taken out of the figures, and " +
      "over 2 % of them void a run",
    evidence,
    remedy: "end what else runs here; on a virtual machine, take one with cores of its own",
  };
}
