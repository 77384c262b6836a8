/**
 * Whether the error bar that `bench` prints holds: short runs against a truth server, each figure's
 * true error beside its bar. `deno task bench:error-bar [runs] [clients]`
 */
import type { ReportedTurn } from "../src/calibration/compare.ts";
import { compare } from "../src/calibration/compare.ts";
import { readTruthLog, type TruthScript } from "../src/calibration/truth_log.ts";
import { truthSpeech } from "../src/calibration/truth_speech.ts";
import { encodeWav } from "../src/audio/wav.ts";
import { draw, parseDistribution } from "../src/random/distribution.ts";
import { percentile } from "../src/random/percentile.ts";
import { seeded } from "../src/random/random.ts";
import { readRunJson, readTable, tempRun, ttfa } from "../tests/support.ts";
import { print } from "./print.ts";
import { spawnTruth } from "./truth_server.ts";
import { scratchFolder } from "./scratch.ts";
import { V8_FLAGS } from "./v8_flags.ts";

const [runs = 40, clients = 10] = Deno.args.map(Number);
const FRAME_MS = 20;
const random = seeded(1, "think");
/** As a service thinks: a truth of a few steps would turn any error into a jump over one of them. */
const thinkMs = Array.from(
  { length: 997 },
  () => draw(parseDistribution("lognormal(150,0.5)"), random),
);
const SCRIPT: TruthScript = { probeMs: 5, stoppedMs: 50, thinkMs, replyFrames: 5 };

type Name = "rtt" | "ttfa";

/** One percentile of one run: how far off it was, and how far it was said to be at most. */
interface Judged {
  readonly figure: string;
  readonly errorMs: number;
  readonly barMs: number;
}

async function measure(fixture: string): Promise<{ code: number; judged: Judged[] }> {
  await using server = await spawnTruth(SCRIPT);
  await using run = await tempRun();
  const load = ["--clients", String(clients), "--turns", "4", "--ramp", "300ms"];
  const { code } = await ttfa([
    ...["bench", "--target", server.url, "--fixture", fixture, "--out", run.out, "--quiet"],
    ...load,
  ], V8_FLAGS);
  const { instrument, summary } = await readRunJson(run.out);
  const pairs = compare(await turnsOf(run.out), await sessionsOf(run.out), {
    sessions: (await readTruthLog(server.url)).sessions,
  }, FRAME_MS);
  const judged = (["rtt", "ttfa"] as const).flatMap((name: Name) => {
    const row = summary.find(({ metric }: { metric: string }) => metric === name);
    return [50, 99].flatMap((p) => {
      const barMs = instrument[name][`p${p}Ms`];
      // Where all turns were void, of the run or of its calibration, nothing is claimed.
      if (row.count === 0 || barMs === undefined) return [];
      const trueMs = percentile(pairs.flatMap((turn) => turn[name]?.trueMs ?? []), p / 100);
      const errorMs = Math.abs(row[`p${p}`] - trueMs);
      return { figure: `${name} p${p}`, errorMs, barMs };
    });
  });
  return { code, judged };
}

async function turnsOf(out: string): Promise<ReportedTurn[]> {
  return (await readTable(out, "turns")).map((row) => ({
    tags: tagsOf(row.session_id!),
    turn: Number(row.turn),
    outcome: row.outcome as ReportedTurn["outcome"],
    ...(row.ttfa_ms && { ttfaMs: Number(row.ttfa_ms) }),
    ...(row.rtt_ms && { rttMs: Number(row.rtt_ms) }),
  }));
}

async function sessionsOf(out: string) {
  return (await readTable(out, "sessions"))
    .map((row) => ({ tags: tagsOf(row.session_id!), bootId: row.boot_id! }));
}

function tagsOf(sessionId: string) {
  return { runId: "", region: "", agent: "", sessionId };
}

async function writeFixture(folder: string): Promise<string> {
  const { samples, firstSpeechSample, lastSpeechSample } = truthSpeech(FRAME_MS, 30);
  const clips = [{ file: "truth.wav", firstSpeechSample, lastSpeechSample }];
  await Deno.writeFile(`${folder}/truth.wav`, encodeWav({ sampleRateHz: 24_000, samples }));
  await Deno.writeTextFile(`${folder}/manifest.json`, JSON.stringify({ clips }));
  return folder;
}

const fixture = await writeFixture(scratchFolder("error-bar"));
const all: Judged[] = [];
const codes: number[] = [];
for (let i = 0; i < runs; i++) {
  const { code, judged } = await measure(fixture);
  codes.push(code);
  all.push(...judged);
  const cells = judged.map(({ errorMs, barMs }) => `${errorMs.toFixed(2)}/${barMs.toFixed(2)}`);
  print(`run ${i + 1}: exit ${code}  ${cells.join("  ")}`);
}
print(`${runs} runs of ${clients} clients; exit 0 in ${codes.filter((code) => code === 0).length}`);
print("figure        covered   error p50    error max    bar p50");
for (const [figure, of = []] of Object.entries(Object.groupBy(all, ({ figure }) => figure))) {
  const covered = of.filter(({ errorMs, barMs }) => errorMs <= barMs).length;
  const errors = of.map(({ errorMs }) => errorMs);
  const cells = [
    `${covered}/${of.length}`,
    ...[percentile(errors, 0.5), Math.max(...errors), percentile(of.map(({ barMs }) => barMs), 0.5)]
      .map((ms) => ms.toFixed(2)),
  ];
  print(figure.padEnd(12) + cells.map((cell, i) => cell.padStart(i === 0 ? 9 : 12)).join(""));
}
