import type { Command } from "@commander-js/extra-typings";
import { BENCH_FLAGS, CONFIG_FLAG } from "../config/bench_flags.ts";
import { FLEET_FLAGS, FLEET_SETTINGS } from "../config/fleet_flags.ts";
import { runBench } from "./bench_run.ts";
import { readBenchRequest } from "./bench_request.ts";
import { type Configured, configured, readConfigured } from "./config_file.ts";
import { flagCommand, type FlagTexts } from "./flag_command.ts";
import { onInterrupt } from "./interrupt.ts";
import { terminal } from "./output.ts";

export function benchCommand(): Command {
  return flagCommand(
    "bench",
    "Measure how long callers of a voice bridge wait",
    { ...BENCH_FLAGS, ...FLEET_FLAGS, ...CONFIG_FLAG },
    async (texts, unknownFlags) => {
      const settings = await configured(texts, { ...BENCH_FLAGS, ...FLEET_SETTINGS });
      const env = (name: string) => Deno.env.get(name);
      if (Object.keys(FLEET_FLAGS).some((key) => key in settings.texts)) {
        // What talks to NATS takes its time to load.
        const { runFleetBench } = await import("./fleet_bench.ts");
        const heeded = texts.resume ? ofFleetAlone(settings, texts) : settings;
        Deno.exitCode = await runFleetBench(heeded, unknownFlags, env, terminal);
        return;
      }
      const request = await readConfigured(
        settings,
        unknownFlags,
        (texts, problems) => readBenchRequest(texts, problems, env),
      );
      if (settings.file !== undefined) terminal.err(`Settings of ${settings.file}\n`);
      using interrupt = onInterrupt();
      Deno.exitCode = await runBench(request, terminal, interrupt.signal);
    },
  );
}

/** A run that is resumed goes on as it was asked: of a file only what leads to its fleet is heeded. */
function ofFleetAlone(settings: Configured, { config: _, ...flags }: FlagTexts): Configured {
  const ofFleet = Object.entries(settings.texts).filter(([key]) => key in FLEET_SETTINGS);
  return { ...settings, texts: { ...Object.fromEntries(ofFleet), ...flags } };
}
