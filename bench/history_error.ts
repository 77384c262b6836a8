/**
 * How often `gate RUN --history` fails unchanged builds, how often it finds what was put there, and how
 * often it marks a change of level where there is none: on simulated runs, beside the usual rules on the
 * same ones; in the last lines with runs that are like the one before, as on a host whose load drifts.
 * Seeded, so that it repeats.
 *
 *     deno run bench/history_error.ts [rounds = 5000]
 */
import { syntheticHistory } from "../src/gate/history_fixtures.ts";
import { type JudgedSeries, judgeHistory } from "../src/gate/history_judgement.ts";
import { DEFAULT_RULES } from "../src/gate/rules.ts";
import { seeded } from "../src/random/random.ts";

const rounds = Number(Deno.args[0] ?? 5000);
const RUNS = 30;
const USUAL = { turns: 300 };

/** In how many gates. */
interface Seen {
  failed: number;
  changed: number;
  unsettled: number;
  fixed: number;
  latest: number;
}

/** The gate, and two rules that compare with the last run alone. */
function simulate(addedMs: number, correlation: number): Seen {
  const seen = { failed: 0, changed: 0, unsettled: 0, fixed: 0, latest: 0 };
  for (let round = 0; round < rounds; round++) {
    const random = seeded(round, "history error", String(addedMs));
    const series = syntheticHistory(RUNS, USUAL, { ...USUAL, addedMs }, random, correlation);
    const cells = judgeHistory(series, DEFAULT_RULES);
    seen.failed += Number(cells.some(({ finding }) => finding === "slower"));
    seen.changed += Number(cells.some(({ changes }) => changes.length > 0));
    seen.unsettled += Number(cells.some(({ finding }) => finding === "unsettled"));
    seen.fixed += Number(isUp(series, 0, 1.01));
    seen.latest += Number(isUp(series, 1, 1.1));
  }
  return seen;
}

/** Over the last run by a fixed factor: of the centre (0), or of the worst 5 % (1). */
function isUp(series: readonly JudgedSeries[], index: number, factor: number): boolean {
  const { past, own } = series[index]!;
  return own.value > factor * past.at(-1)!.value;
}

/** With the 95 % interval of Wilson (1927). */
function share(count: number): string {
  const z2 = 1.96 ** 2;
  const centre = (count + z2 / 2) / (rounds + z2);
  const reach = Math.sqrt(z2 * (count * (rounds - count) / rounds + z2 / 4)) / (rounds + z2);
  const percent = (value: number) => (100 * value).toFixed(2);
  return `${percent(count / rounds)} % (${percent(Math.max(0, centre - reach))} – ${
    percent(centre + reach)
  })`;
}

const CASES = [
  ...[0, 8, 16, 24].map((addedMs) => ({ addedMs, correlation: 0 })),
  ...[0.5, 0.8].map((correlation) => ({ addedMs: 0, correlation })),
];
const lines = CASES.map(({ addedMs, correlation }) => {
  const seen = simulate(addedMs, correlation);
  const shares = [
    ["gate", seen.failed],
    ["a change of level", seen.changed],
    ["too few runs since one", seen.unsettled],
    ["+1 % centre on the last run", seen.fixed],
    ["+10 % tail", seen.latest],
  ] as const;
  const told = shares.map(([name, count]) => `  ${name} ${share(count)}`).join("");
  return `+${String(addedMs).padEnd(3)} ms  AR(1) ${correlation.toFixed(1)}${told}\n`;
});
const head =
  `${rounds} simulated gates a line, ${RUNS} past runs of ${USUAL.turns} turns, 95 % bounds\n`;
await Deno.stdout.write(new TextEncoder().encode(head + lines.join("")));
