import { parse } from "csv-parse/sync";
import { fileURLToPath } from "node:url";

/** A bench of two turns that is patient with a busy machine. */
export const SMALL_BENCH = [
  "--skip-calibration",
  "--clients",
  "2",
  "--turns",
  "1",
  "--late-limit",
  "5000",
  "--quiet",
];

const CLI = fileURLToPath(new URL("../cli.ts", import.meta.url));

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Env = Readonly<Record<string, string>>;

/** What the runtime needs; the keys and settings of whoever runs the tests stay out. */
function cleanEnv(): Env {
  const kept = ["PATH", "HOME", "DENO_DIR", "XDG_CACHE_HOME", "TMPDIR"];
  const entries = kept.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(entries), NO_COLOR: "1" };
}

function command(args: readonly string[], env: Env, cwd?: string): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--allow-all", CLI, ...args],
    clearEnv: true,
    ...(cwd !== undefined && { cwd }),
    env: { ...cleanEnv(), ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** Runs `ttfa` to its end, in a folder of its own where one is named. */
export async function ttfa(
  args: readonly string[],
  env: Env = {},
  cwd?: string,
): Promise<Finished> {
  return await finished(command(args, env, cwd).spawn());
}

/** Starts `ttfa` and returns while it runs. */
export function startTtfa(args: readonly string[], env: Env = {}): Deno.ChildProcess {
  return command(args, env).spawn();
}

export async function finished(process: Deno.ChildProcess): Promise<Finished> {
  const { code, stdout, stderr } = await process.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** A `ttfa mock` or `ttfa relay` that accepts connections at `url`. */
export interface Server extends AsyncDisposable {
  readonly url: string;
  /** Sends SIGINT and waits for the end. */
  stop(): Promise<Finished>;
}

export async function startServer(args: readonly string[], env: Env = {}): Promise<Server> {
  const process = startTtfa([...args, "--port", "0", "--json"], env);
  const [forReady, forEnd] = process.stdout.tee();
  let ready = "";
  for await (const chunk of forReady.pipeThrough(new TextDecoderStream())) {
    ready += chunk;
    if (ready.includes("\n")) break;
  }
  const rest = Promise.all([new Response(forEnd).text(), new Response(process.stderr).text()]);
  let ended: Promise<Finished> | undefined;
  const stop = () => ended ??= end();
  return { url: JSON.parse(ready).url, stop, [Symbol.asyncDispose]: async () => void await stop() };

  async function end(): Promise<Finished> {
    process.kill("SIGINT");
    const [stdout, stderr] = await rest;
    return { code: (await process.status).code, stdout, stderr };
  }
}

/** A temporary folder for a run; `out` does not exist yet. */
export async function tempRun(): Promise<{ out: string } & AsyncDisposable> {
  const folder = await Deno.makeTempDir({ prefix: "ttfa-test-" });
  return {
    out: `${folder}/run`,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

export type Row = Readonly<Record<string, string>>;

/** Reads a table of a run folder with a CSV reader that is not ours. */
export async function readTable(out: string, name: string): Promise<Row[]> {
  return parse(await Deno.readTextFile(`${out}/${name}.csv`), { columns: true });
}

// deno-lint-ignore no-explicit-any -- whatever JSON a test looks into
export async function readRunJson(out: string): Promise<any> {
  return JSON.parse(await Deno.readTextFile(`${out}/run.json`));
}

/** How many of the rows have each outcome. */
export function outcomes(rows: readonly Row[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of rows) counts[outcome!] = (counts[outcome!] ?? 0) + 1;
  return counts;
}

/** How many of the rows of sessions.csv tell of a connect that a busy machine held up. */
export function lateConnects(sessions: readonly Row[]): number {
  return sessions.filter(({ late_connect }) => late_connect === "true").length;
}
