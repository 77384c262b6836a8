/** A server in a process of its own. */
export interface Spawned extends AsyncDisposable {
  readonly pid: number;
  /** What its first line says. */
  readonly url: string;
}

/**
 * Starts a Deno server that prints `{"url":…}` when it accepts connections, and waits for that.
 *
 * @param flags of `deno run`, beside the permissions.
 */
export function spawnServer(
  script: string,
  env: Record<string, string> = {},
  stderr: "inherit" | "null" = "inherit",
  flags: readonly string[] = [],
): Promise<Spawned> {
  const args = ["run", "--quiet", "--no-prompt", "--allow-net", "--allow-env", ...flags, script];
  return spawn(
    new Deno.Command(Deno.execPath(), { ...PIPED, args, env: { PORT: "0", ...env }, stderr }),
  );
}

/** Starts any other program that does so. */
export function spawnProgram(program: string, args: readonly string[]): Promise<Spawned> {
  return spawn(new Deno.Command(program, { ...PIPED, args: [...args], stderr: "inherit" }));
}

const PIPED = { stdin: "null", stdout: "piped" } as const;

async function spawn(command: Deno.Command): Promise<Spawned> {
  const process = command.spawn();
  const line = await firstLine(process.stdout);
  return {
    pid: process.pid,
    url: JSON.parse(line).url,
    [Symbol.asyncDispose]: async () => {
      process.kill("SIGTERM");
      await process.status;
    },
  };
}

async function firstLine(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let text = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes("\n")) return text.slice(0, text.indexOf("\n"));
  }
  throw new Error("the server ended before it listened");
}
