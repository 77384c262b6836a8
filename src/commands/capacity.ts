import type { Command } from "@commander-js/extra-typings";
import { CAPACITY_FLAGS } from "../config/capacity_flags.ts";
import { readCapacityRequest } from "./capacity_request.ts";
import { runCapacity } from "./capacity_run.ts";
import { flagCommand } from "./flag_command.ts";
import { onInterrupt } from "./interrupt.ts";
import { terminal } from "./output.ts";

/** `ttfa capacity`: how many clients a bridge holds, and what gives out first. */
export function capacityCommand(): Command {
  return flagCommand(
    "capacity",
    "Find the most clients that meet the thresholds, and what gives out first",
    CAPACITY_FLAGS,
    async (texts, unknownFlags) => {
      const request = await readCapacityRequest(texts, unknownFlags, (name) => Deno.env.get(name));
      using interrupt = onInterrupt();
      Deno.exitCode = await runCapacity(request, terminal, interrupt.signal);
    },
  );
}
