import assert from "node:assert/strict";
import { FleetError } from "../fleet/fleet_error.ts";
import type { FleetBrief } from "./fleet_brief.ts";
import { clearFolder, folderToGoOn, refuseSecond, refuseVersion } from "./fleet_resume.ts";

const namesIn = (path: string) => [...Deno.readDirSync(path)].map(({ name }) => name);

Deno.test("clearFolder: whatever the moment was at which the coordinator died", () => {
  const path = Deno.makeTempDirSync({ prefix: "ttfa-resume-" });
  try {
    clearFolder(`${path}/none`, "run-1");
    for (const others of [[], ["turns.csv"], ["turns.csv", "sessions.csv", "summary.csv"]]) {
      Deno.writeTextFileSync(`${path}/run.json`, '{"runId":"run-1","state":"running"}');
      for (const name of others) Deno.writeTextFileSync(`${path}/${name}`, "");
      clearFolder(path, "run-1");
      assert.deepEqual(namesIn(path), []);
    }
    Deno.writeTextFileSync(`${path}/run.json`, '{"runId":"run-1","state":"complete"}');
    assert.throws(() => clearFolder(path, "run-1"), FleetError);
    assert.deepEqual(namesIn(path), ["run.json"]);
  } finally {
    Deno.removeSync(path, { recursive: true });
  }
});

Deno.test("folderToGoOn: the same on the same machine, the same words elsewhere", () => {
  const head = { runId: "run-1" } as FleetBrief["head"];
  const brief = (out?: string) => ({
    ...{ head, place: { host: "here", folder: "/home/mine/runs" } },
    config: { out } as FleetBrief["config"],
  });
  assert.equal(folderToGoOn(brief(), "here", undefined), "/home/mine/runs");
  assert.equal(folderToGoOn(brief(), "here", "other"), "other");
  assert.equal(folderToGoOn(brief(), "elsewhere", undefined), "ttfa-runs/run-1");
  assert.equal(folderToGoOn(brief("runs"), "elsewhere", undefined), "runs");
});

Deno.test("refuseSecond: one coordinator a run, however many runs there are", async () => {
  const askAll = <T>() => Promise.resolve([{ runId: "run-1" }, { runId: "run-2" }] as T[]);
  await assert.rejects(
    refuseSecond({ askAll }, "run-2"),
    /run-2 has a coordinator that follows it/,
  );
  await refuseSecond({ askAll }, "run-3");
});

Deno.test("refuseVersion: a run goes on in the version that began it", () => {
  refuseVersion("1.0.0", "1.0.0");
  assert.throws(() => refuseVersion("1.0.0", "1.1.0"), /begun by ttfa 1.0.0 and this is 1.1.0/);
});
