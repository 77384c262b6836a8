import assert from "node:assert/strict";
import { reportOf, summaryOf, twoRegions, withRunFolder } from "../report/report_fixtures.ts";
import { RUN_FILES } from "../report/run_folder.ts";
import { keepRun } from "./keep_run.ts";

const samples = twoRegions();

Deno.test("keepRun copies what a run consists of, once, and nothing else into the history", () =>
  withRunFolder(samples, reportOf(summaryOf(samples)), async (path) => {
    await Deno.writeTextFile(`${path}/report.html`, "made again from the rest");
    const history = `${path}/../past`;
    await Deno.mkdir(history);
    assert.equal(await keepRun(path, history, "run-1"), `Kept as ${history}/run-1`);
    assert.match(await keepRun(path, history, "run-1"), /is kept already$/);
    assert.equal(await keepRun(`${history}/run-1`, history, "run-1"), "In the history already");
    const names = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assert.deepEqual(names(history), ["run-1"]);
    assert.deepEqual(names(`${history}/run-1`), RUN_FILES.toSorted());
  }));

Deno.test("keepRun takes no path for a name", () =>
  withRunFolder(samples, reportOf(summaryOf(samples)), async (path) => {
    for (const id of ["../out", "/tmp/out", ".hidden", ""]) {
      assert.match(await keepRun(path, `${path}/..`, id), /^Not kept: /);
    }
  }));
