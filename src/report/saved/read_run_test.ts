import assert from "node:assert/strict";
import { UsageError } from "../../config/problem.ts";
import { turnSample } from "../../metrics/sample_fixtures.ts";
import { seeded } from "../../random/random.ts";
import { FORMATS } from "../formats.ts";
import { reportOf, summaryOf, twoRegions, withRunFolder } from "../report_fixtures.ts";
import { renderText } from "../text.ts";
import { readRun } from "./read_run.ts";

const samples = twoRegions();
const whole = reportOf(summaryOf(samples));

Deno.test("readRun gives the report and every row back", () =>
  withRunFolder(samples, whole, async (path) => {
    const { report, turns, sessions } = await readRun(path);
    assert.deepEqual(report, JSON.parse(JSON.stringify(whole)));
    assert.deepEqual([turns.length, sessions.length], [60, 20]);
    const { pacingMs: _, ...written } = samples.turns[0]!;
    const { pacingP99Ms, pacingMaxMs, ...read } = turns[0]!;
    assert.deepEqual(rounded(read), rounded(written));
    assert.ok(pacingP99Ms! <= pacingMaxMs! && pacingMaxMs! < 0.5);
    const { scenario: __, ...session } = samples.sessions[0]!;
    assert.deepEqual(rounded(sessions[0]!), rounded(session));
  }));

Deno.test("readRun rebuilds a run that never ended, and says that it is partial", () =>
  withRunFolder(samples, undefined, async (path) => {
    const { report } = await readRun(path);
    assert.deepEqual([report.state, report.validity.valid], ["running", false]);
    assert.match(report.validity.reasons.join(), /^partial: .*60 turns$/);
    const [rebuilt, true_] = [report, whole].map(({ summary }) =>
      summary.filter(({ metric }) => metric !== "pacing")
        .map((row) => [row.region, row.scenario, row.metric, row.count, row.excluded, row.p50])
    );
    assert.deepEqual(rebuilt, true_);
    assert.deepEqual(report.outcomes, whole.outcomes);
  }));

Deno.test("readRun leaves out a last row that was cut, and counts it", () =>
  withRunFolder(samples, undefined, async (path) => {
    const text = await Deno.readTextFile(`${path}/turns.csv`);
    await Deno.writeTextFile(`${path}/turns.csv`, text.slice(0, -30));
    const { report, turns } = await readRun(path);
    assert.equal(turns.length, 59);
    assert.match(report.warnings.join(), /1 row of the tables could not be read/);
  }));

/** Whatever a run has written when it is killed is the beginning of each of its files. */
Deno.test("readRun reads a run that was killed at any moment, and every format renders it", () =>
  withRunFolder(samples, undefined, async (path) => {
    const random = seeded(1, "killed");
    const files = await Promise.all(
      ["turns.csv", "sessions.csv"].map(async (name) => ({
        file: `${path}/${name}`,
        bytes: await Deno.readFile(`${path}/${name}`),
      })),
    );
    const shares = [
      [0, 0],
      [0.01, 0],
      [1, 0],
      ...Array.from({ length: 40 }, () => [random(), random()]),
    ];
    for (const share of shares) {
      for (const [i, { file, bytes }] of files.entries()) {
        await Deno.writeFile(file, bytes.subarray(0, Math.floor(bytes.length * share[i]!)));
      }
      await assertPartial(path);
    }
    for (const { file } of files) {
      await Deno.remove(file);
      await assertPartial(path);
    }
  }));

async function assertPartial(path: string): Promise<void> {
  const run = await readRun(path);
  assert.equal(run.report.state, "running");
  assert.match(run.report.validity.reasons.join(), /^partial: /);
  assert.equal(
    run.report.outcomes.reduce((sum, { attempts }) => sum + attempts, 0),
    run.turns.length,
  );
  for (const { render } of Object.values(FORMATS)) assert.notEqual(await render(run), "");
  assert.match(renderText(run.report, { colour: false, folder: path }), /Not valid: partial: /);
}

Deno.test("readRun keeps foreign text whole", () => {
  const errorCode = '</script>"quoted",\nsecond line';
  const turns = [turnSample({ outcome: "error", errorCode })];
  return withRunFolder({ turns, sessions: [] }, undefined, async (path) => {
    assert.equal((await readRun(path)).turns[0]!.errorCode, errorCode);
  });
});

Deno.test("readRun refuses what is no run, and says what to do", () =>
  withRunFolder(samples, whole, async (path) => {
    await assertProblem(`${path}/nowhere`, /nowhere: holds no run: .*; name the folder/);
    const runJson = `${path}/run.json`;
    const write = (report: object) => Deno.writeTextFile(runJson, JSON.stringify(report));
    await write({ ...whole, schemaVersion: 7 });
    await assertProblem(path, /has version 7 of the schema, and this ttfa reads version 1/);
    await write({ schemaVersion: 1, runId: "x" });
    await assertProblem(path, /has no sound startedAt, state, config/);
    await Deno.writeTextFile(runJson, '{"schemaVersion": 1, "ru');
    await assertProblem(path, /is not the JSON of a run/);
  }));

Deno.test("readRun names every table that is missing or of another make", () =>
  withRunFolder(samples, whole, async (path) => {
    await Deno.remove(`${path}/sessions.csv`);
    await Deno.writeTextFile(`${path}/turns.csv`, "run_id,region\nrun-1,eu\n");
    await assertProblem(
      path,
      /turns\.csv: lacks session_id, .*ttfa_ms; read it with[^]*sessions\.csv: cannot be read: NotFound/,
    );
  }));

async function assertProblem(path: string, expected: RegExp): Promise<void> {
  await assert.rejects(readRun(path), (error) => {
    assert.ok(error instanceof UsageError);
    assert.match(error.message, expected);
    return true;
  });
}

/** As the tables have it. */
function rounded(record: object): object {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) =>
      typeof value === "number" ? [name, Number(value.toFixed(3))] : [name, value]
    ),
  );
}
