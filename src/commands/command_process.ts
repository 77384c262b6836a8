import { createServer } from "node:net";
import { once } from "node:events";
import type { Instance } from "../run/cold_start.ts";

/** A bridge that accepts no connection for this long never will. */
const LAUNCH_TIMEOUT_MS = 30_000;
const KNOCK_EVERY_MS = 50;
/** What does not end by itself in this time is ended. */
const STOP_GRACE_MS = 5_000;

/**
 * Starts a bridge by a shell command. It is told its port as `PORT`, and is taken to listen once a
 * connection to that port of 127.0.0.1 is accepted.
 *
 * @throws {Error} with its last words when it ends before, or takes too long.
 */
export async function spawnCommand(
  command: string,
  env: Readonly<Record<string, string>>,
  path: string,
  signal: AbortSignal,
): Promise<Instance> {
  const port = await freePort();
  const process = new Deno.Command("sh", {
    args: ["-c", command],
    env: { HOST: "127.0.0.1", ...env, PORT: String(port) },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    // A group of its own: what the shell starts ends with it.
    detached: true,
  }).spawn();
  const lastWords = new Response(process.stderr).text();
  const ended = process.status;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LAUNCH_TIMEOUT_MS)]);
  const stop = () => endGroup(process.pid, ended);
  const found = await Promise.race([ended, accepts(port, limit)]);
  if (found !== true) {
    await stop();
    const why = found === false
      ? "it accepts no connection"
      : howItEnded(found, (await lastWords).trim().slice(-500));
    throw new Error(`'${command}' did not start on PORT ${port}: ${why}`);
  }
  return {
    url: `ws://127.0.0.1:${port}${path}`,
    [Symbol.asyncDispose]: async () => {
      await stop();
      await lastWords;
    },
  };
}

function howItEnded({ code, signal }: Deno.CommandStatus, lastWords: string): string {
  const end = signal === null ? `it exited with status ${code}` : `${signal} ended it`;
  return lastWords === "" ? end : `${end}: ${lastWords}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** Resolves when a connection is accepted, with `false` when the signal aborts first. */
async function accepts(port: number, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, KNOCK_EVERY_MS));
    }
  }
  return false;
}

async function endGroup(pid: number, ended: Promise<unknown>): Promise<void> {
  signalGroup(pid, "SIGTERM");
  const timer = setTimeout(() => signalGroup(pid, "SIGKILL"), STOP_GRACE_MS);
  await ended;
  clearTimeout(timer);
}

function signalGroup(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(-pid, signal);
  } catch {
    // Nobody is left in it.
  }
}
