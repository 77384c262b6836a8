/** `ttfa gate RUN --history DIR` from end to end, on made-up run folders. */
import assert from "node:assert/strict";
import { type PastRun, writeRun } from "./past_runs.ts";
import { ttfa } from "./support.ts";

/** `count` equal runs, and the others given. */
async function withHistory(
  count: number,
  others: readonly PastRun[],
  use: (root: string) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "ttfa-history-" });
  try {
    Deno.mkdirSync(`${root}/past`);
    for (let number = 1; number <= count; number++) writeRun(`${root}/past`, { number });
    for (const other of others) writeRun(`${root}/past`, other);
    await use(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** What so few turns can not show is not what these tests are about. */
const PATIENT = ["--slow-size", "50", "--seed", "1", "--json"];

async function gate(root: string, run: PastRun, ...flags: string[]) {
  const path = writeRun(root, run);
  const { code, stdout, stderr } = await ttfa(
    ["gate", path, "--history", `${root}/past`, ...PATIENT, ...flags],
  );
  return { code, stderr, report: JSON.parse(stdout) };
}

Deno.test("gate RUN: a run like the past ones passes, those that were otherwise left out by reason", () =>
  withHistory(22, [
    { number: 90 },
    { number: 23, clients: 20 },
    { number: 24, clients: 20 },
    { number: 25, cpus: 64 },
    { number: 29, v8Flags: "--jitless" },
    // To a run without the embedded mock its think time is nothing.
    { number: 30, think: { kind: "constant", ms: 5 } },
    { number: 26, killed: true },
    { number: 27, end: { state: "interrupted" } },
    { number: 28, end: { validity: { valid: false, reasons: ["late"] } } },
  ], async (root) => {
    Deno.mkdirSync(`${root}/past/notes`);
    const { code, report, stderr } = await gate(root, { number: 60 });
    assert.equal(code, 0, stderr);
    assert.deepEqual([report.verdict, report.past.length, report.turns], ["passed", 23, 60]);
    assert.deepEqual(report.leftOut, {
      "later than the run": 1,
      "with other clients": 2,
      "on another machine": 1,
      "under other V8 flags": 1,
      "partial": 2,
      "not valid": 1,
    });
    assert.deepEqual(report.cells.map(({ metric }: { metric: string }) => metric), [
      ...["ttfa", "ttfa_tail", "slow_turns", "rtt"],
    ]);
    assert.match(
      stderr,
      /^Passed: no regression of the size that matters was found\nrun run-60, 60 turns\n/,
    );
    assert.ok(stderr.split("\n").every((line) => line.length <= 80), stderr);
  }));

Deno.test("gate RUN: a slower run is a regression, in every form of the report", () =>
  withHistory(22, [], async (root) => {
    const out = `${root}/ci`;
    const { code, report } = await gate(root, { number: 60, addedMs: 30 }, "--out", out, "--keep");
    assert.equal(code, 1);
    const [ttfaCell] = report.cells;
    assert.equal(ttfaCell.finding, "slower");
    assert.ok(Math.abs(ttfaCell.effect - 30) < 12 && ttfaCell.low < 30 && 30 < ttfaCell.high);
    const read = (name: string) => Deno.readTextFile(`${out}/${name}`);
    assert.deepEqual(JSON.parse(await read("gate.json")), report);
    assert.match(await read("gate.md"), /^### ❌ ttfa gate: Regression: the run is slower/);
    assert.match(await read("gate.xml"), /failures="[12]" errors="0"/);
    assert.match(await read("gate.html"), /<strong>Regression: the run is slower/);
    assert.equal([...Deno.readDirSync(`${root}/past`)].length, 22);
  }));

Deno.test("gate RUN --keep fills a history that is too short, and never twice", () =>
  withHistory(17, [], async (root) => {
    const first = await gate(root, { number: 60 }, "--keep");
    assert.deepEqual([first.code, first.report.reasons], [
      5,
      ["a run is judged by 20 comparable ones at least: 3 more are needed"],
    ]);
    assert.match(first.stderr, /Kept as .*past\/run-60\n$/);
    const again = ["gate", `${root}/run-60`, "--history", `${root}/past`, "--keep"];
    assert.match((await ttfa(again)).stderr, /is kept already/);
    assert.equal((await gate(root, { number: 61 }, "--keep")).report.past.length, 18);
    const itself = await ttfa([
      ...["gate", `${root}/past/run-61`, "--history", `${root}/past`, "--json"],
    ]);
    assert.deepEqual(JSON.parse(itself.stdout).leftOut, { "the run itself": 1 });
  }));

Deno.test("gate RUN: a level that changed lately is not judged, and the change is marked", () => {
  const later = Array.from({ length: 8 }, (_, i) => ({ number: 30 + i, addedMs: 60 }));
  return withHistory(22, later, async (root) => {
    const { code, report, stderr } = await gate(root, { number: 60, addedMs: 60 });
    assert.equal(code, 5);
    const { finding, changes, runs, moreRuns } = report.cells[0];
    assert.deepEqual([finding, changes, runs, moreRuns], ["unsettled", [22], 8, 12]);
    const words = stderr.replace(/\s+/g, " ");
    assert.match(words, /ttfa: its level changed 8 runs ago: 12 more runs would do/);
    assert.match(
      words,
      /level of ttfa changed from \d+ ms to \d+ ms with run run-30 \(2026-01-02\)/,
    );
  });
});

Deno.test("gate RUN: half a run and a run that is not valid are no pass", () =>
  withHistory(20, [], async (root) => {
    const killed = await gate(root, { number: 60, killed: true }, "--keep");
    assert.deepEqual([killed.code, killed.report.verdict], [4, "invalid"]);
    assert.match(killed.report.reasons[0], /^partial: the run has not ended/);
    const late = { valid: false, reasons: ["late"] };
    const invalid = await gate(root, { number: 61, end: { validity: late } }, "--keep");
    assert.deepEqual([invalid.code, invalid.report.reasons], [4, ["late"]]);
    assert.equal([...Deno.readDirSync(`${root}/past`)].length, 20);
  }));

Deno.test("gate RUN: all that is wrong is said at once", async () => {
  const { code, stderr } = await ttfa([
    ...["gate", "/nowhere", "--history", "/neither", "--blocks", "3", "--alpha", "7"],
  ]);
  assert.equal(code, 2);
  const fields = stderr.trim().split("\n").map((line) => line.split(":")[0]);
  assert.deepEqual(fields, ["--alpha", "--blocks", "/nowhere", "--history"]);
  const without = await ttfa(["gate", "--history", "."]);
  assert.match(without.stderr, /^RUN: is missing; name a run folder/m);
});
