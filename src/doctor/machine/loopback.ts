import { calibrate, SOON } from "../../calibration/calibrate.ts";
import { startTruth } from "../../calibration/start_truth.ts";
import { DEFAULT_FRAME_MS, DEFAULT_LATE_LIMIT_MS } from "../../config/defaults.ts";
import type { Distribution } from "../../metrics/distribution.ts";
import { WorkerRunner } from "../../run/worker_runner.ts";
import type { Outcome } from "../finding.ts";
import type { MachineCheck } from "./machine_check.ts";

/** What is left of a round trip to a server on this machine that answers at once. */
const TOLERATED_P99_MS = 4;
const CLIENTS = 10;
const AS_BY_DEFAULT = { frameMs: DEFAULT_FRAME_MS, lateLimitMs: DEFAULT_LATE_LIMIT_MS };

/** The clients themselves, and a server beside them that knows what they should report. */
export const loopback: MachineCheck = {
  name: "loopback",
  title: "measures a server on this machine right",
  run: async () => {
    await using truth = await startTruth(SOON);
    const manner = { clients: CLIENTS, ...AS_BY_DEFAULT, seed: 1 };
    const { rtt } = await calibrate(truth.url, manner, new WorkerRunner());
    return judgeLoopback(rtt);
  },
};

/** @param errors how much longer than true each round trip was reported, in ms. */
export function judgeLoopback(errors: Distribution): Outcome {
  const [p50, p99] = [errors.percentile(50), errors.percentile(99)];
  if (p50 === undefined || p99 === undefined) {
    return { result: "unchecked", why: "every turn was late: see timers and stalls" };
  }
  const evidence = `${errors.count} round trips of ${CLIENTS} clients over the loopback were ` +
    `reported too long by p50 ${p50.toFixed(2)}, p99 ${p99.toFixed(2)} ms`;
  if (p99 <= TOLERATED_P99_MS) return { result: "sound", evidence };
  return {
    result: "fault",
    certainty: "likely",
    what: "the clients read answers late: round trips are reported too long by milliseconds",
    evidence,
    remedy: "end what else runs here, or use a machine whose cores are not shared",
  };
}
