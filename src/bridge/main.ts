/**
 * The deployed bridge. Configured by environment variables (docs/bridge.md); needs `--allow-net` and
 * `--allow-env`. Prints `{"ready":true,"url":"ws://…/voice"}` when it accepts connections. Starts fast:
 * no command line, and what the first session does not need is loaded later or never.
 */
import { UsageError } from "../config/problem.ts";
import { lightClock } from "../time/light_clock.ts";
import { readConfig } from "./config.ts";
import { environment } from "./environment.ts";
import { type Bridge, startBridge } from "./server.ts";

function start(): Bridge {
  try {
    const config = readConfig((name) => Deno.env.get(name), environment());
    return startBridge(config, lightClock, (line) => write(Deno.stderr, line));
  } catch (error) {
    return giveUp(error);
  }
}

function giveUp(error: unknown): never {
  if (!(error instanceof UsageError)) throw error;
  write(Deno.stderr, error.message);
  Deno.exit(2);
}

function write(stream: { writeSync(bytes: Uint8Array): number }, line: string): void {
  stream.writeSync(new TextEncoder().encode(`${line}\n`));
}

const bridge = start();
const stop = async () => {
  await bridge.close();
  Deno.exit(0);
};
Deno.addSignalListener("SIGINT", stop);
Deno.addSignalListener("SIGTERM", stop);
const announce = () => write(Deno.stdout, JSON.stringify({ ready: true, url: bridge.url }));
// Whoever waits without need, waits for all that is loaded later.
if (bridge.ready) bridge.ready.then(announce).catch(giveUp);
else announce();
