/** The nats-server of this machine; `undefined` where there is none, and the tests that need it are skipped. */
export const NATS_SERVER = find("nats-server");

/** A NATS server with JetStream on loopback, whose store outlives its process. */
export interface Nats extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  kill(): Promise<void>;
  /** Starts it again, on the same port and store. */
  restart(): Promise<void>;
  /** Loses, while it is killed, all that it kept. */
  empty(): Promise<void>;
}

/** @param more lines of the server's config, e.g. `authorization { token: x }` */
export async function startNats(more = ""): Promise<Nats> {
  const folder = await Deno.makeTempDir({ prefix: "ttfa-nats-" });
  let { process, port } = await spawn(folder, -1, more);
  const end = async () => {
    process.kill("SIGKILL");
    await process.status;
  };
  return {
    url: `nats://127.0.0.1:${port}`,
    get pid() {
      return process.pid;
    },
    kill: end,
    restart: async () => {
      ({ process, port } = await spawn(folder, port, more));
    },
    empty: () => Deno.remove(`${folder}/store`, { recursive: true }),
    [Symbol.asyncDispose]: async () => {
      await end();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function spawn(folder: string, port: number, more: string) {
  const config = `${folder}/nats.conf`;
  const log = `${folder}/nats.log`;
  await Deno.writeTextFile(log, "");
  await Deno.writeTextFile(
    config,
    `listen: "127.0.0.1:${port}"
log_file: "${log}"
jetstream { store_dir: "${folder}/store" }
${more}
`,
  );
  const quiet = { stdin: "null", stdout: "null", stderr: "null" } as const;
  const process = new Deno.Command(NATS_SERVER!, { args: ["-c", config], ...quiet }).spawn();
  for (let i = 0; i < 200; i++) {
    const text = await Deno.readTextFile(log);
    const [, found] = /client connections on 127\.0\.0\.1:(\d+)/.exec(text) ?? [];
    if (found && /Server is ready/.test(text)) return { process, port: Number(found) };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  process.kill("SIGKILL");
  await process.status;
  throw new Error(`nats-server does not start: ${await Deno.readTextFile(log)}`);
}

function find(program: string): string | undefined {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  return folders.map((folder) => `${folder}/${program}`).find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}
