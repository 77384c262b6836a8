import assert from "node:assert/strict";
import { turnSample } from "../../metrics/sample_fixtures.ts";
import { Summary } from "../../metrics/summary.ts";
import {
  reportOf,
  type Samples,
  summaryOf,
  twoRegions,
  withRunFolder,
} from "../report_fixtures.ts";
import { readRun } from "../saved/read_run.ts";
import type { RunReport } from "../run_json.ts";
import { renderHtml } from "./page.ts";

async function pageOf(samples: Samples, report?: RunReport): Promise<string> {
  let page = "";
  await withRunFolder(
    samples,
    report,
    async (path) => void (page = renderHtml(await readRun(path))),
  );
  return page;
}

const count = (page: string, part: string | RegExp) => page.split(part).length - 1;

Deno.test("renderHtml has every panel, each with its table, and loads nothing", async () => {
  const samples = twoRegions();
  const page = await pageOf(samples, reportOf(summaryOf(samples)));
  for (
    const title of [
      ...["What the wait consists of", "How many have been answered", "Where the waits lie"],
      ...["side by side", "Turns over time", "How punctual", "Cold starts", "The 10 longest waits"],
      "2 turns that did not go well",
    ]
  ) assert.ok(page.includes(title), title);
  assert.equal(count(page, "<figure>"), 8);
  assert.equal(count(page, /<figure>[^]*?<table class[^]*?<\/figure>/), 8);
  assert.doesNotMatch(page, /(src|href)=|@import|url\(/);
});

Deno.test("renderHtml shows the instrument's own error where run.json has it", async () => {
  const samples = twoRegions();
  const instrument = { ttfa: { p50Ms: 0.31, p99Ms: 1.72 }, rtt: {} };
  const report = { ...reportOf(summaryOf(samples)), instrument };
  const page = await pageOf(samples, report);
  assert.match(page, /error in ttfa was at most <b>± 0\.31 ms<\/b> at p50 and <b>± 1\.72 ms/);
  assert.doesNotMatch(page, /error in rtt/);
});

Deno.test("renderHtml lets no foreign text be markup", async () => {
  const nasty = `"><script>alert(1)</script><img src=x onerror=alert(1)>`;
  const samples = twoRegions(nasty);
  const turns = [...samples.turns, turnSample({ outcome: "error", errorCode: nasty })];
  const report = reportOf(summaryOf({ ...samples, turns }), { warnings: [nasty] });
  const page = await pageOf({ ...samples, turns }, report);
  assert.doesNotMatch(page, /<script>alert|<img/);
  assert.ok(page.includes("&#60;script&#62;alert(1)"));
});

Deno.test("renderHtml of half a run, of one turn, and of nothing", async () => {
  assert.match(await pageOf(twoRegions()), /<strong>Partial\.<\/strong>/);
  const single = { turns: [turnSample()], sessions: [] };
  assert.match(await pageOf(single, reportOf(summaryOf(single))), /The only answered turn/);
  const none = { turns: [], sessions: [] };
  assert.match(await pageOf(none, reportOf(Summary.empty())), /Nothing was measured\./);
});
