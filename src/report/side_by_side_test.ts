import assert from "node:assert/strict";
import { sessionSample } from "../metrics/sample_fixtures.ts";
import { painter } from "./paint.ts";
import { reportOf, summaryOf, twoRegions } from "./report_fixtures.ts";
import { sideBySide } from "./side_by_side.ts";
import { sideBySideLines } from "./side_by_side_text.ts";

Deno.test("regions stand side by side, with what only one of them has", () => {
  const { regions, rows } = sideBySide(reportOf(summaryOf(twoRegions())))!;
  assert.deepEqual(regions, ["eu", "us"]);
  const cells = Object.fromEntries(rows.map(({ metric, cells }) => [metric, cells]));
  assert.match(cells.rtt![0]!, /^12\.\d – /);
  assert.match(cells.rtt![1]!, /^80\.\d – /);
  assert.equal(cells.cold_start![0], "");
  assert.match(cells.cold_start![1]!, /^31\.\d – /);
  for (const metric of ["connect", "session_ready", "ttfa"]) assert.ok(cells[metric], metric);
});

Deno.test("one region has nothing beside it", () => {
  const { turns, sessions } = twoRegions();
  const isEu = ({ tags }: { tags: { region: string } }) => tags.region === "eu";
  const eu = { turns: turns.filter(isEu), sessions: sessions.filter(isEu) };
  assert.equal(sideBySide(reportOf(summaryOf(eu))), undefined);
  assert.deepEqual(sideBySideLines(undefined, painter(false)), []);
});

Deno.test("more regions than a terminal has room for go on below", () => {
  const names = ["us", "eu", "ap", "sa", "a-region-with-a-rather-long-name"];
  const sessions = names.map((region) =>
    sessionSample({ tags: { ...sessionSample().tags, region }, sessionReadyMs: 5 })
  );
  const report = reportOf(summaryOf({ turns: [], sessions }));
  const lines = sideBySideLines(sideBySide(report), painter(false));
  assert.equal(lines.filter((line) => line.includes("p50 – p99")).length, 2);
  for (const line of lines) assert.ok(line.length <= 80, line);
});
