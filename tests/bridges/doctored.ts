import { spawnServer } from "../../bench/process.ts";
import type { Finding } from "../../src/doctor/finding.ts";
import { ttfa } from "../support.ts";
import type { BridgeCase } from "./cases.ts";

export const KEY = "sk-doctored-0123456789abcdefghijklmnopqrstuvwxyz";

/** What the doctor said of a bridge. */
export interface Doctored {
  readonly code: number;
  readonly findings: readonly Finding[];
  /** All that it printed. */
  readonly output: string;
}

/** Starts the bridge and has `ttfa doctor` examine it, with an upstream of the doctor's own. */
export async function doctored({ script }: BridgeCase, args: string[] = []): Promise<Doctored> {
  const port = freePort();
  const env = {
    UPSTREAM_URL: `ws://127.0.0.1:${port}/v1/realtime?model=gpt-realtime-2.1`,
    OPENAI_API_KEY: KEY,
  };
  await using bridge = await spawnServer(script, env, "null");
  const common = [bridge.url, "--mock-port", `${port}`, "--insecure", "--json"];
  const { code, stdout, stderr } = await ttfa(["doctor", ...common, ...args]);
  const findings = stdout === "" ? [] : JSON.parse(stdout).findings ?? [];
  return { code, findings, output: stdout + stderr };
}

/** The bridge must know the port before anything listens there. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
