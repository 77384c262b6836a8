import { DEFAULT_FRAME_MS } from "../../config/defaults.ts";
import { threadsFor } from "../../run/threads.ts";
import type { Outcome } from "../finding.ts";
import type { MachineCheck } from "./machine_check.ts";

const LOAD = "/proc/loadavg";

/** A worker without a core of its own makes all of them late. */
export const cores: MachineCheck = {
  name: "cores",
  title: "has cores to spare for the clients",
  run: async ({ cores, clients, readFile }) => {
    const load = Number((await readFile(LOAD))?.split(" ")[0] ?? NaN);
    return judgeCores(cores, load, clients);
  },
};

/** @param load the average of running threads over a minute; NaN where the system does not tell. */
export function judgeCores(cores: number, load: number, clients: number): Outcome {
  const needed = threadsFor(clients, DEFAULT_FRAME_MS);
  const busy = Number.isNaN(load)
    ? "load not told"
    : `${load.toFixed(1)} busy over the last minute`;
  const evidence = `${cores} cores, ${busy}; ${clients} clients need about ${needed}`;
  const free = Math.round(cores - (Number.isNaN(load) ? 0 : load));
  if (free >= needed) return { result: "sound", evidence };
  return {
    result: "fault",
    certainty: needed > cores ? "certain" : "likely",
    what: "the clients would have to share cores, and be late",
    evidence,
    remedy:
      "end what else runs here, ask for fewer --clients, or spread them over several machines",
  };
}
