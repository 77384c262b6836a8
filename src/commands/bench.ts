import type { Command } from "@commander-js/extra-typings";
import { BENCH_FLAGS } from "../config/bench_flags.ts";
import { runBench } from "./bench_run.ts";
import { readBenchRequest } from "./bench_request.ts";
import { flagCommand } from "./flag_command.ts";
import { onInterrupt } from "./interrupt.ts";
import { terminal } from "./output.ts";

export function benchCommand(): Command {
  return flagCommand(
    "bench",
    "Measure how long callers of a voice bridge wait",
    BENCH_FLAGS,
    async (texts, unknownFlags) => {
      const request = await readBenchRequest(texts, unknownFlags, (name) => Deno.env.get(name));
      using interrupt = onInterrupt();
      Deno.exitCode = await runBench(request, terminal, interrupt.signal);
    },
  );
}
