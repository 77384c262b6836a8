import type { Outcome } from "../finding.ts";
import type { MachineCheck } from "./machine_check.ts";

const LIMITS = "/proc/self/limits";
/** The program's own. */
const RESERVE = 200;
/** Of each client where mock and bridge run here too: its own, the bridge's two and the mock's. */
const EACH_EMBEDDED = 4;

/** Each socket is an open file. */
export const files: MachineCheck = {
  name: "files",
  title: "allows enough open files",
  run: async ({ readFile, clients }) => judgeFiles(await readFile(LIMITS), clients),
};

export function judgeFiles(limits: string | undefined, clients: number): Outcome {
  const [, soft] = /^Max open files\s+(\S+)/m.exec(limits ?? "") ?? [];
  if (soft === undefined) return { result: "unchecked", why: `${LIMITS} cannot be read here` };
  const allowed = soft === "unlimited" ? Infinity : Number(soft);
  const [remote, embedded] = [1, EACH_EMBEDDED].map((each) => each * clients + RESERVE);
  const evidence = `${soft} allowed; ${clients} clients need ${remote}, with the embedded mock ` +
    `and bridge ${embedded}`;
  if (allowed >= embedded!) return { result: "sound", evidence };
  return {
    result: "fault",
    certainty: allowed < remote! ? "certain" : "likely",
    what: "there are too few open files for so many clients",
    evidence,
    remedy: `raise the limit before the run: ulimit -n ${embedded}`,
  };
}
