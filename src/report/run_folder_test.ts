import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";
import { sessionSample, turnSample } from "../metrics/sample_fixtures.ts";
import { Summary } from "../metrics/summary.ts";
import { parseThreshold } from "../metrics/threshold.ts";
import { evaluate } from "../metrics/verdict.ts";
import { RunFolder, RunFolderError } from "./run_folder.ts";
import { endedReport, runningReport, type RunReport } from "./run_json.ts";

const head = {
  runId: "run-1",
  startedAt: "2026-01-02T03:04:05.678Z",
  config: { clients: 2 },
  environment: { ttfa: "0.1.0", deno: "2.9.6", os: "linux", cpus: 2, load: [0.1, 0.2, 0.3] },
};

Deno.test("RunFolder has every row on disk at once and says that the run goes on", async () => {
  await inFolder((path) => {
    using folder = RunFolder.create(path, runningReport(head));
    assert.deepEqual([rows(path, "turns"), rows(path, "sessions")], [[], []]);
    folder.appendTurn(turnSample({ turn: 1 }));
    folder.appendTurn(turnSample({ turn: 2 }));
    folder.appendSession(sessionSample());
    // Nothing is closed here: this is what a killed run leaves.
    assert.deepEqual(rows(path, "turns").map((row) => row.turn), ["1", "2"]);
    assert.deepEqual(rows(path, "sessions").map((row) => row.session_id), ["s-1"]);
    const report = runJson(path);
    assert.deepEqual([report.state, report.validity.valid], ["running", false]);
    assert.equal(report.endedAt, undefined);
  });
});

Deno.test("RunFolder finishes with summary.csv and a run.json that can be merged later", async () => {
  const summary = Summary.empty();
  summary.addTurn(turnSample({ ttfaMs: 100 }));
  summary.addTurn(turnSample({ outcome: "timeout" }));
  summary.addSession(sessionSample());
  const report = endedReport(head, {
    endedAt: "2026-01-02T03:05:05.678Z",
    state: "complete",
    validity: { valid: true, reasons: [] },
    warnings: ["few turns"],
    thresholds: [evaluate(parseThreshold("ttfa: p(99)<900"), summary)],
    summary,
  });
  await inFolder((path) => {
    using folder = RunFolder.create(path, runningReport(head));
    folder.finish(report);
    const written = runJson(path);
    assert.deepEqual([written.schemaVersion, written.state, written.runId], [
      1,
      "complete",
      "run-1",
    ]);
    assert.deepEqual([written.thresholds[0]!.passed, written.thresholds[0]!.observed], [true, 100]);
    assert.deepEqual(written.outcomes, [{
      region: "eu",
      scenario: "conversation",
      attempts: 2,
      turns: { ok: 1, timeout: 1 },
      sessions: { ok: 1 },
      dropped: 0,
    }]);
    assert.deepEqual(Summary.decode(written.histograms).rows(), summary.rows());
    const ttfa = rows(path, "summary").find((row) => row.metric === "ttfa")!;
    assert.deepEqual([ttfa.run_id, ttfa.count, ttfa.excluded, ttfa.p50], [
      "run-1",
      "1",
      "1",
      "100.000",
    ]);
    assert.deepEqual([...Deno.readDirSync(path)].map((entry) => entry.name).sort(), [
      "run.json",
      "sessions.csv",
      "summary.csv",
      "turns.csv",
    ]);
    assert.throws(() => folder.appendTurn(turnSample()), /closed/);
  });
});

Deno.test("RunFolder leaves a folder that holds a run as it is", async () => {
  await inFolder((path) => {
    using folder = RunFolder.create(path, runningReport(head));
    folder.appendTurn(turnSample());
    assert.throws(() => RunFolder.create(path, runningReport(head)), (error) => {
      assert.ok(error instanceof RunFolderError);
      assert.match(error.message, /run\.json' exists: .* name another/);
      return true;
    });
    assert.equal(rows(path, "turns").length, 1);
  });
});

Deno.test("RunFolder tells once what could not be written, and leaves whole rows", async () => {
  await inFolder((path) => {
    const told: string[] = [];
    using folder = RunFolder.create(path, runningReport(head), (why) => told.push(why));
    folder.appendTurn(turnSample({ turn: 1 }));
    using _full = fullDisk(10);
    folder.appendTurn(turnSample({ turn: 2 }));
    folder.appendSession(sessionSample());
    assert.match(
      folder.unwritten!,
      /deep\/run' did not take all results: no room.*; make room there/,
    );
    assert.deepEqual(told, [folder.unwritten]);
    assert.deepEqual(rows(path, "turns").map((row) => row.turn), ["1"]);
    assert.deepEqual(rows(path, "sessions"), []);
  });
});

Deno.test("RunFolder outlives that its folder is taken away", async () => {
  await inFolder((path) => {
    using folder = RunFolder.create(path, runningReport(head));
    Deno.removeSync(path, { recursive: true });
    folder.finish(runningReport(head));
    assert.match(folder.unwritten!, /No such file or directory/);
  });
});

Deno.test("RunFolder calls no run valid of which something could not be written", async () => {
  await inFolder((path) => {
    using folder = RunFolder.create(path, runningReport(head));
    Deno.mkdirSync(`${path}/summary.csv`);
    const validity = { valid: true, reasons: [] };
    const told = folder.finish({ ...runningReport(head), state: "complete", validity });
    assert.deepEqual(told.validity, { valid: false, reasons: [folder.unwritten] });
    assert.deepEqual(runJson(path).validity, told.validity);
  });
});

Deno.test("RunFolder calls no run valid whose run.json, or a table, is not there", async () => {
  const validity = { valid: true, reasons: [] };
  const valid = { ...runningReport(head), state: "complete" as const, validity };
  for (const name of ["run.json", "turns.csv"]) {
    await inFolder((path) => {
      const told: string[] = [];
      using folder = RunFolder.create(path, runningReport(head), (why) => told.push(why));
      Deno.removeSync(`${path}/${name}`);
      if (name === "run.json") Deno.mkdirSync(`${path}/${name}`);
      const finished = folder.finish(valid);
      assert.deepEqual(finished.validity, { valid: false, reasons: told });
      // Told once, whatever else is lost, and whoever had told it before.
      folder.miss("a page");
      assert.deepEqual([told.length, folder.unwritten], [1, told[0]]);
      assert.deepEqual(folder.finish(finished).validity.reasons, told);
    });
  }
});

Deno.test("RunFolder tells what was written and is missing later", async () => {
  await inFolder((path) => {
    const told: string[] = [];
    using folder = RunFolder.create(path, runningReport(head), (why) => told.push(why));
    folder.miss("there is no turns.csv");
    assert.deepEqual(told, [`'${path}' is no longer whole: there is no turns.csv`]);
  });
});

/** From now on a write to an open file takes so many bytes and then fails, as on a full disk. */
function fullDisk(bytes: number): Disposable {
  const { writeSync } = Deno.FsFile.prototype;
  Deno.FsFile.prototype.writeSync = function (given: Uint8Array) {
    if (bytes === 0) throw Object.assign(new Error("no room"), { code: "ENOSPC" });
    const taken = writeSync.call(this, given.subarray(0, bytes));
    bytes -= taken;
    return taken;
  };
  return { [Symbol.dispose]: () => void (Deno.FsFile.prototype.writeSync = writeSync) };
}

async function inFolder(test: (path: string) => void): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    test(`${root}/deep/run`);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

function rows(path: string, name: string): Record<string, string>[] {
  return parse(Deno.readTextFileSync(`${path}/${name}.csv`), { columns: true });
}

function runJson(path: string): RunReport {
  return JSON.parse(Deno.readTextFileSync(`${path}/run.json`));
}
