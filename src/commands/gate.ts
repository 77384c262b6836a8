import type { Command } from "@commander-js/extra-typings";
import { GATE_FLAGS } from "../config/gate_flags.ts";
import { flagCommand } from "./flag_command.ts";
import { readGateRequest } from "./gate_request.ts";
import { runGate } from "./gate_run.ts";
import { onInterrupt } from "./interrupt.ts";
import { terminal } from "./output.ts";

/** `ttfa gate`: is the candidate slower than the base. */
export function gateCommand(): Command {
  return flagCommand(
    "gate",
    "Judge whether one bridge is slower than another",
    GATE_FLAGS,
    async (texts, unknownFlags) => {
      const request = await readGateRequest(texts, unknownFlags, (name) => Deno.env.get(name));
      using interrupt = onInterrupt();
      Deno.exitCode = await runGate(request, terminal, interrupt.signal);
    },
  );
}
