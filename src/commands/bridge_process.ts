import { fileURLToPath } from "node:url";
import type { Instance } from "../run/cold_start.ts";

const MAIN = fileURLToPath(new URL("../bridge/main.ts", import.meta.url));
/** All that the runtime needs of the user's environment. What is left out cannot change the bridge. */
const KEPT = ["PATH", "HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CACHE_HOME", "DENO_DIR"];
/** An instance that says nothing for this long never will. */
const LAUNCH_TIMEOUT_MS = 10_000;

/**
 * Starts the deployed bridge as a process of its own, as `deno run` would.
 *
 * @param main its entry, where it is not this checkout's.
 * @throws {Error} with its last words when it ends before it listens, or is not wanted any more.
 */
export async function spawnBridge(
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
  main = MAIN,
): Promise<Instance> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--allow-net", "--allow-env", main],
    clearEnv: true,
    env: { ...kept(), PORT: "0", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    // Ctrl-C in a terminal is for the bench, which stops its bridges itself.
    detached: true,
  }).spawn();
  const stop = () => end(process);
  const tooLate = AbortSignal.any([signal, AbortSignal.timeout(LAUNCH_TIMEOUT_MS)]);
  tooLate.addEventListener("abort", stop);
  const lastWords = new Response(process.stderr).text();
  const line = await firstLine(process.stdout).finally(() =>
    tooLate.removeEventListener("abort", stop)
  );
  if (line === undefined || tooLate.aborted) {
    stop();
    await process.status;
    throw new Error(`the bridge did not start: ${(await lastWords).trim()}`);
  }
  return {
    url: JSON.parse(line).url,
    [Symbol.asyncDispose]: async () => {
      stop();
      await Promise.all([process.status, lastWords]);
    },
  };
}

function kept(): Record<string, string> {
  return Object.fromEntries(KEPT.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  }));
}

function end(process: Deno.ChildProcess): void {
  try {
    process.kill("SIGTERM");
  } catch {
    // It has ended by itself: what it was asked to do.
  }
}

/** The first whole line of a stream, which is closed then; `undefined` where it ends before. */
async function firstLine(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<string | undefined> {
  let text = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes("\n")) return text.split("\n")[0];
  }
  return undefined;
}
