/**
 * Does a replay keep the time? Records a conversation from one mock, plays it from another, and
 * compares the ttfa of each turn that was measured well in both: over real sockets, processes of
 * their own, think times drawn from a distribution. Passes where the medians differ by at most 2 ms;
 * exit 5 where a busy machine left too few turns to say.
 *
 * `deno run --allow-all bench/replay_fidelity.ts [TURNS]`
 */
import { EXIT } from "../src/commands/exit_code.ts";
import { terminal } from "../src/commands/output.ts";
import { readTable, startServer, tempRun, ttfa } from "../tests/support.ts";

const MAX_MEDIAN_DIFFERENCE_MS = 2;
const MIN_PAIRS = 5;

const turns = Deno.args[0] ?? "12";

/** The ttfa of each turn as a client measures it; `undefined` for turns that were not measured well. */
async function measure(url: string, out: string): Promise<(number | undefined)[]> {
  const { code, stdout, stderr } = await ttfa([
    ...["bench", "--target", url, "--out", out, "--clients", "1", "--turns", turns, "--quiet"],
  ]);
  if (code !== EXIT.passed && code !== EXIT.invalid) throw new Error(`${stderr}${stdout}`);
  const rows = await readTable(out, "turns");
  return rows.map(({ outcome, ttfa_ms }) => outcome === "ok" ? Number(ttfa_ms) : undefined);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[index]!;
  return (at((sorted.length - 1) >> 1) + at(sorted.length >> 1)) / 2;
}

await using folder = await tempRun();
const cassette = `${folder.out}.ndjson`;
let recorded: (number | undefined)[];
{
  await using mock = await startServer(["mock", "--think", "lognormal(500ms,0.3)"]);
  await using recorder = await startServer(["mock", "--record", mock.url, "--cassette", cassette]);
  recorded = await measure(recorder.url, `${folder.out}-recorded`);
}
const player = await startServer(["mock", "--replay", cassette]);
const replayed = await measure(player.url, `${folder.out}-replayed`);
const { stderr } = await player.stop();

const pairs = recorded.flatMap((a, i) => {
  const b = replayed[i];
  return a === undefined || b === undefined ? [] : [[a, b] as const];
});
const [before, after] = [median(pairs.map(([a]) => a)), median(pairs.map(([, b]) => b))];
const differences = pairs.map(([a, b]) => b - a);
const worst = Math.max(...differences.map(Math.abs));
const ms = (value: number) => `${value.toFixed(2)} ms`;
terminal.out(`\
turns compared      ${pairs.length} of ${turns}
ttfa p50 recorded   ${ms(before)}
ttfa p50 replayed   ${ms(after)}
difference          ${ms(after - before)}
per turn            median ${ms(median(differences))}, worst ${ms(worst)}
departures          ${stderr.trim() || "none"}
`);
if (pairs.length < MIN_PAIRS) Deno.exit(EXIT.inconclusive);
if (Math.abs(after - before) > MAX_MEDIAN_DIFFERENCE_MS) Deno.exit(EXIT.failed);
