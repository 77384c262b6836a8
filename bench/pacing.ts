/**
 * How evenly many clients send for long, out of turns.csv alone: idle calls to a server in C that
 * forgets what it reads. `deno run -A bench/pacing.ts [clients] [duration] [workers]`; Linux, gcc.
 */
import { fileURLToPath } from "node:url";
import { DEFAULT_LATE_LIMIT_MS } from "../src/config/defaults.ts";
import { percentile } from "../src/random/percentile.ts";
import { readTable } from "../tests/support.ts";
import { compileC } from "./compile_c.ts";
import { print } from "./print.ts";
import { spawnProgram } from "./process.ts";
import { scratchFolder } from "./scratch.ts";
import { V8_FLAGS } from "./v8_flags.ts";

const [clients = "1000", duration = "10m", workers = "auto"] = Deno.args;
const CLI = fileURLToPath(import.meta.resolve("../cli.ts"));

async function bench(url: string, out: string): Promise<number> {
  const load = ["--clients", clients, "--duration", duration, "--workers", workers];
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--allow-all", CLI, "bench", "--target", url, "--out", out],
      ...["--scenario", "idle", "--skip-calibration", "--quiet", ...load],
    ],
    env: V8_FLAGS,
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  return code;
}

type Row = Awaited<ReturnType<typeof readTable>>[number];

/**
 * Of a client from its first turn to its last: how late the worst frame left, of the time between. Due
 * times are absolute, so that lateness does not add up; were it to, this would tell.
 */
function drift(rows: readonly Row[]): number {
  const startsMs = rows.map((row) => Date.parse(row.started_at!));
  const spanMs = Math.max(...startsMs) - Math.min(...startsMs);
  return Math.max(...rows.map((row) => Number(row.pacing_max_ms))) / spanMs;
}

const spread = (values: readonly number[]) =>
  [0.5, 0.99, 1].map((p) => percentile(values, p).toFixed(2)).join(" / ");

const folder = scratchFolder("pacing");
const out = `${folder}/run`;
await using sink = await spawnProgram(await compileC("bare_wire.c", folder), ["sink"]);
const code = await bench(sink.url, out);
const rows = await readTable(out, "turns");
const late = rows.filter(({ outcome }) => outcome === "late_generator").length;
const sessions = Object.values(Object.groupBy(rows, ({ session_id }) => session_id!))
  .filter((own) => own!.length > 1);
const behind = rows.filter((row) => Number(row.pacing_max_ms) > DEFAULT_LATE_LIMIT_MS).length;
print(`exit ${code}; ${rows.length} turns, ${late} void, ${behind} of them for a late frame`);
print("of the turns, median / 99th / worst, ms:");
print(`  p99 of their frames  ${spread(rows.map((row) => Number(row.pacing_p99_ms)))}`);
print(`  their latest frame   ${spread(rows.map((row) => Number(row.pacing_max_ms)))}`);
if (sessions.length > 0) {
  const worst = Math.max(...sessions.map((own) => drift(own!)));
  print(`drift of the worst client at most ${(100 * worst).toFixed(4)} %`);
}
