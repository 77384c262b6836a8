import { Command, CommanderError } from "@commander-js/extra-typings";
import deno from "./deno.json" with { type: "json" };
import { agentCommand } from "./src/commands/agent.ts";
import { benchCommand } from "./src/commands/bench.ts";
import { goToCaller } from "./src/commands/caller_folder.ts";
import { capacityCommand } from "./src/commands/capacity.ts";
import { doctorCommand } from "./src/commands/doctor.ts";
import { EXIT } from "./src/commands/exit_code.ts";
import { gateCommand } from "./src/commands/gate.ts";
import { mockCommand } from "./src/commands/mock.ts";
import { terminal } from "./src/commands/output.ts";
import { relayCommand } from "./src/commands/relay.ts";
import { reportCommand } from "./src/commands/report.ts";
import { UsageError } from "./src/config/problem.ts";
import { RunFolderError } from "./src/report/run_folder.ts";

const program = new Command("ttfa")
  .description("Load tester and latency profiler for realtime voice bridges")
  .version(deno.version)
  .exitOverride();
const commands = [
  benchCommand,
  capacityCommand,
  agentCommand,
  mockCommand,
  relayCommand,
  doctorCommand,
  gateCommand,
  reportCommand,
];
for (const command of commands.map((make) => make())) {
  program.addCommand(command.exitOverride());
}

try {
  goToCaller(import.meta.dirname!);
  await program.parseAsync(Deno.args, { from: "user" });
  // Done is done: the runtime would stay for as long as the idle timeout of a socket that broke off.
  Deno.exit(Deno.exitCode);
} catch (error) {
  Deno.exit(report(error));
}

function report(error: unknown): number {
  // commander has printed its message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.usage;
  if (error instanceof UsageError || error instanceof RunFolderError) {
    terminal.err(`${error.message}\n`);
    return error instanceof UsageError ? EXIT.usage : EXIT.invalid;
  }
  // Nobody's input: a fault of ours or of the machine. Nothing valid was measured.
  terminal.err(`${error instanceof Error ? error.stack : error}\n`);
  return EXIT.invalid;
}
