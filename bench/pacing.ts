/**
 * How evenly many clients send for long, out of turns.csv alone: idle calls to a server in C that
 * forgets what it reads. `deno run -A bench/pacing.ts [clients] [duration] [workers]`; Linux, gcc.
 */
import { fileURLToPath } from "node:url";
import { percentile } from "../src/random/percentile.ts";
import { readTable } from "../tests/support.ts";
import { compileC } from "./compile_c.ts";
import { print } from "./print.ts";
import { spawnProgram } from "./process.ts";
import { V8_FLAGS } from "./v8_flags.ts";

const [clients = "1000", duration = "10m", workers = "auto"] = Deno.args;
const CLI = fileURLToPath(import.meta.resolve("../cli.ts"));

async function bench(url: string, out: string): Promise<number> {
  const load = ["--clients", clients, "--duration", duration, "--workers", workers];
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", V8_FLAGS, "--allow-all", CLI, "bench", "--target", url, "--out", out],
      ...["--scenario", "idle", "--skip-calibration", "--quiet", ...load],
    ],
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  return code;
}

type Row = Awaited<ReturnType<typeof readTable>>[number];

/** From the first due time of a client to its last turn's, with how late the worst frame left between. */
function drift(rows: readonly Row[]): number {
  const startsMs = rows.map((row) => Date.parse(row.started_at!));
  const spanMs = Math.max(...startsMs) - Math.min(...startsMs);
  return Math.max(...rows.map((row) => Number(row.pacing_max_ms))) / spanMs;
}

const spread = (values: readonly number[]) =>
  [0.5, 0.99, 1].map((p) => percentile(values, p).toFixed(2)).join(" / ");

const folder = await Deno.makeTempDir({ prefix: "ttfa-pacing-" });
const out = `${folder}/run`;
await using sink = await spawnProgram(await compileC("bare_wire.c", folder), ["sink"]);
const code = await bench(sink.url, out);
const rows = await readTable(out, "turns");
const late = rows.filter(({ outcome }) => outcome === "late_generator").length;
const sessions = Object.values(Object.groupBy(rows, ({ session_id }) => session_id!))
  .filter((own) => own!.length > 1);
print(`exit ${code}; ${rows.length} turns, ${late} with a frame more than 20 ms late`);
print("of the turns, median / 99th / worst, ms:");
print(`  p99 of their frames  ${spread(rows.map((row) => Number(row.pacing_p99_ms)))}`);
print(`  their latest frame   ${spread(rows.map((row) => Number(row.pacing_max_ms)))}`);
if (sessions.length > 0) {
  const worst = Math.max(...sessions.map((own) => drift(own!)));
  print(`drift of the worst client at most ${(100 * worst).toFixed(4)} %`);
}
await Deno.remove(folder, { recursive: true });
