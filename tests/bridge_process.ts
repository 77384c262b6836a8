import { fileURLToPath } from "node:url";
import { SECRET } from "../src/bridge/fake_ticket.ts";

/** Opens `GET /usage` of a {@linkcode BridgeProcess}. */
const ADMIN_TOKEN = "an-admin-token-for-tests-32-characters";

/** The deployed bridge in a process of its own, seen from outside and through /proc. */
export interface BridgeProcess extends AsyncDisposable {
  readonly pid: number;
  /** Where clients connect. */
  readonly url: string;
  /** All that it has written so far, on stdout and stderr. */
  readonly output: string;
  /** The JSON that it answers on a path. */
  // deno-lint-ignore no-explicit-any -- whatever a test looks into
  get(path: string): Promise<any>;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<{ readonly code: number; readonly tookMs: number }>;
}

/** `main.ts` with KV at its disposal. */
const MAIN = [
  ...["run", "--quiet", "--no-check", "--no-prompt", "--unstable-kv"],
  ...["--allow-net", "--allow-env", "--allow-read", "--allow-write"],
  fileURLToPath(import.meta.resolve("../src/bridge/main.ts")),
];

/** Starts a bridge, by `args` to deno, with tickets signed with {@linkcode SECRET} and `env`. */
export async function startBridgeProcess(
  env: Record<string, string>,
  args: readonly string[] = MAIN,
): Promise<BridgeProcess> {
  const child = spawn(args, {
    BRIDGE_TICKET_SECRET: SECRET,
    BRIDGE_ADMIN_TOKEN: ADMIN_TOKEN,
    ...env,
  });
  let output = "";
  const { promise: listening, resolve } = Promise.withResolvers<void>();
  const collect = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      output += text;
      if (output.includes('"ready":true')) resolve();
    }
  };
  const read = Promise.all([collect(child.stdout), collect(child.stderr)]);
  await Promise.race([listening, read]);
  const [, url] = /"ready":true,"url":"([^"]+)"/.exec(output) ?? [];
  if (url === undefined) throw new Error(`the bridge did not start: ${output}`);
  let ended: ReturnType<BridgeProcess["stop"]> | undefined;
  const stop = () => ended ??= end();
  return {
    pid: child.pid,
    url,
    get output() {
      return output;
    },
    get: (path) => getJson(new URL(path, url.replace("ws:", "http:"))),
    stop,
    [Symbol.asyncDispose]: async () => void await stop(),
  };

  async function end() {
    const startMs = performance.now();
    child.kill("SIGTERM");
    const { code } = await child.status;
    await read;
    return { code, tookMs: performance.now() - startMs };
  }
}

function spawn(args: readonly string[], env: Record<string, string>): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: fileURLToPath(import.meta.resolve("../")),
    env: { PORT: "0", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function getJson(url: URL): Promise<unknown> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  return await response.json();
}
