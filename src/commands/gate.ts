import type { Command } from "@commander-js/extra-typings";
import { GATE_FLAGS } from "../config/gate_flags.ts";
import { flagCommand } from "./flag_command.ts";
import { readGateRequest } from "./gate_request.ts";
import { runGate } from "./gate_run.ts";
import { readHistoryRequest } from "./history_request.ts";
import { runHistoryGate } from "./history_run.ts";
import { onInterrupt } from "./interrupt.ts";
import { terminal } from "./output.ts";

/** `ttfa gate`: is the candidate slower than the base, or a run slower than past ones. */
export function gateCommand(): Command {
  return flagCommand(
    "gate",
    "Judge whether one bridge is slower than another, or a run slower than past ones",
    GATE_FLAGS,
    async (texts, unknownFlags, run) => {
      if (run !== undefined || texts.history) {
        const request = await readHistoryRequest(texts, unknownFlags, run);
        Deno.exitCode = await runHistoryGate(request, terminal);
        return;
      }
      const request = await readGateRequest(texts, unknownFlags, (name) => Deno.env.get(name));
      using interrupt = onInterrupt();
      Deno.exitCode = await runGate(request, terminal, interrupt.signal);
    },
    "run",
  );
}
