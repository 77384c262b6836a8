import type { TruthScript } from "../src/calibration/truth_log.ts";
import { compileC } from "./compile_c.ts";
import { type Spawned, spawnProgram } from "./process.ts";
import { scratchFolder } from "./scratch.ts";

let program: Promise<string> | undefined;

/**
 * The truth server as a process. It is the one in C, so that it answers at once and knows when the
 * system had what it received: what a figure is off by is then the clients' lateness.
 */
export async function spawnTruth(script: TruthScript): Promise<Spawned> {
  program ??= compileC("truth_wire.c", scratchFolder("truth"));
  const { probeMs, stoppedMs, replyFrames, thinkMs } = script;
  return spawnProgram(await program, [probeMs, stoppedMs, replyFrames, ...thinkMs].map(String));
}
