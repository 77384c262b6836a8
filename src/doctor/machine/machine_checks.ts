import { clock } from "./clock.ts";
import { cores } from "./cores.ts";
import { files } from "./files.ts";
import { loopback } from "./loopback.ts";
import type { MachineCheck } from "./machine_check.ts";
import { ports } from "./ports.ts";
import { stalls } from "./stalls.ts";
import { timers } from "./timers.ts";

/** In the order in which they are done: none beside another, which would disturb it. */
export const MACHINE_CHECKS: readonly MachineCheck[] = [
  timers,
  stalls,
  clock,
  cores,
  files,
  ports,
  loopback,
];
