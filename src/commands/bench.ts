import type { Command } from "@commander-js/extra-typings";
import { BENCH_FLAGS, CONFIG_FLAG } from "../config/bench_flags.ts";
import { runBench } from "./bench_run.ts";
import { readBenchRequest } from "./bench_request.ts";
import { configured, readConfigured } from "./config_file.ts";
import { flagCommand } from "./flag_command.ts";
import { onInterrupt } from "./interrupt.ts";
import { terminal } from "./output.ts";

export function benchCommand(): Command {
  return flagCommand(
    "bench",
    "Measure how long callers of a voice bridge wait",
    { ...BENCH_FLAGS, ...CONFIG_FLAG },
    async (texts, unknownFlags) => {
      const settings = await configured(texts, BENCH_FLAGS);
      const request = await readConfigured(
        settings,
        unknownFlags,
        (texts, problems) => readBenchRequest(texts, problems, (name) => Deno.env.get(name)),
      );
      if (settings.file !== undefined) terminal.err(`Settings of ${settings.file}\n`);
      using interrupt = onInterrupt();
      Deno.exitCode = await runBench(request, terminal, interrupt.signal);
    },
  );
}
