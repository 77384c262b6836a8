import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { sessionSample } from "../metrics/sample_fixtures.ts";
import { Summary } from "../metrics/summary.ts";
import { parseThreshold } from "../metrics/threshold.ts";
import { evaluate } from "../metrics/verdict.ts";
import { reportOf as report, summaryOf, twoRegions } from "./report_fixtures.ts";
import { renderText } from "./text.ts";

const plain = { colour: false, folder: "ttfa-runs/run-1" };

Deno.test("renderText matches the golden report: two regions, verdicts and doubts", async () => {
  const summary = summaryOf(twoRegions());
  const thresholds = [
    "ttfa: p(99)<2000",
    "ttfa{region:eu}: p(95)<700",
    "error_rate<0.01",
    "cold_start{region:mars}: max<50",
  ].map((expression) => evaluate(parseThreshold(expression), summary));
  const text = renderText(
    report(summary, {
      state: "interrupted",
      validity: { valid: false, reasons: ["frames left 41 ms late at p99, and 5 ms is the limit"] },
      warnings: [
        "30 turns give p99 no upper bound: it takes 299, so run with --turns 30 or more clients, or " +
        "judge by p50",
      ],
      thresholds,
    }),
    plain,
  );
  await assertGolden("two_regions.txt", text);
  for (const line of text.split("\n")) assert.ok(line.length <= 80, line);
});

Deno.test("renderText with colour differs from the plain text in escapes alone", () => {
  const summary = summaryOf(twoRegions());
  const thresholds = [evaluate(parseThreshold("ttfa: min>0"), summary)];
  const good = report(summary, { thresholds });
  const coloured = renderText(good, { ...plain, colour: true });
  assert.equal(stripVTControlCharacters(coloured), renderText(good, plain));
  assert.ok(coloured.includes("\x1b[32m✓\x1b[39m"), "a pass is green");
  assert.ok(coloured.includes("\x1b[32m28 ok\x1b[39m"), "what went well is green");
  assert.ok(coloured.includes("\x1b[31m2 timeout\x1b[39m"), "what did not is red");
});

Deno.test("renderText shows the phases of the connection where a scenario has no turns", () => {
  const summary = Summary.empty();
  for (const coldStartMs of [30, 32]) {
    summary.addSession(sessionSample({ scenario: "cold-start", coldStartMs, turns: 0 }));
  }
  const lines = renderText(report(summary, {}), plain).split("\n");
  assert.deepEqual(lines.slice(0, 2), ["eu · cold-start", "  2 sessions: 2 ok"]);
  const metrics = lines.slice(3, 6).map((line) => line.split(/\s+/).slice(1, 4).join(" "));
  assert.deepEqual(metrics, ["connect 2 2.00", "session_ready 2 20.0", "cold_start 2 30.0"]);
  assert.equal(lines[6], "");
});

Deno.test("renderText counts dropped arrivals beside the sessions, or alone", () => {
  const summary = Summary.empty();
  summary.addDropped("eu", "conversation");
  summary.addDropped("eu", "conversation");
  const counts = () => renderText(report(summary, {}), plain).split("\n")[1];
  assert.equal(counts(), "  0 sessions · 2 dropped");
  summary.addSession(sessionSample());
  assert.equal(counts(), "  1 session: 1 ok · 2 dropped");
});

Deno.test("renderText says so when nothing was measured", () => {
  assert.equal(
    renderText(report(Summary.empty(), {}), plain),
    "Nothing was measured.\n\nResults in ttfa-runs/run-1\n",
  );
});

/** `UPDATE_GOLDEN=1 deno test -A src/report` writes the file anew; look at the difference. */
async function assertGolden(name: string, text: string): Promise<void> {
  const path = new URL(`testdata/${name}`, import.meta.url);
  if (Deno.env.has("UPDATE_GOLDEN")) await Deno.writeTextFile(path, text);
  assert.equal(text, await Deno.readTextFile(path));
}
