import type { TruthScript } from "../src/calibration/truth_log.ts";
import { compileC } from "./compile_c.ts";
import { type Spawned, spawnProgram } from "./process.ts";

let program: Promise<string> | undefined;

/**
 * The truth server as a process. It is the one in C, so that it answers at once and knows when the
 * system had what it received: what a figure is off by is then the clients' lateness.
 */
export async function spawnTruth(script: TruthScript): Promise<Spawned> {
  program ??= Deno.makeTempDir({ prefix: "ttfa-truth-" }).then((folder) =>
    compileC("truth_wire.c", folder)
  );
  const { probeMs, stoppedMs, replyFrames, thinkMs } = script;
  return spawnProgram(await program, [probeMs, stoppedMs, replyFrames, ...thinkMs].map(String));
}
