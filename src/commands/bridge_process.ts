import type { Instance } from "../run/cold_start.ts";

const MAIN = new URL("../bridge/main.ts", import.meta.url);

/**
 * Starts the deployed bridge as a process of its own, as `deno run` would.
 *
 * @throws {Error} with its last words when it ends before it listens.
 */
export async function spawnBridge(env: Readonly<Record<string, string>>): Promise<Instance> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--allow-net", "--allow-env", MAIN.pathname],
    env: { ...env, PORT: "0" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const lastWords = new Response(process.stderr).text();
  const line = await firstLine(process.stdout);
  if (line === undefined) {
    await process.status;
    throw new Error(`the bridge did not start: ${(await lastWords).trim()}`);
  }
  return { url: JSON.parse(line).url, stop };

  async function stop(): Promise<void> {
    try {
      process.kill("SIGTERM");
    } catch {
      // It has ended by itself: what it was asked to do.
    }
    await Promise.all([process.status, lastWords]);
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
