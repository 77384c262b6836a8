import assert from "node:assert/strict";
import { Summary } from "../metrics/summary.ts";
import { parseThreshold } from "../metrics/threshold.ts";
import { evaluate } from "../metrics/verdict.ts";
import { renderPrometheus } from "./prometheus.ts";
import { reportOf, summaryOf, twoRegions } from "./report_fixtures.ts";

const LABEL = String.raw`[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*"`;
const SAMPLE = new RegExp(String.raw`^([a-z][a-z0-9_]*)(?:\{(${LABEL}(?:,${LABEL})*)\})? (\S+)$`);
const UNITS = /_(seconds|turns|sessions|arrivals|passed|valid|info)$/;

/** What `promtool check metrics` insists on: order, names, help, types, units, escapes, no series twice. */
function assertSound(text: string): Map<string, number> {
  assert.ok(text.endsWith("\n"));
  const series = new Map<string, number>();
  const families = text.split(/^(?=# HELP )/m);
  const names = families.map((family) => {
    const [help, type, ...samples] = family.trimEnd().split("\n");
    const [, name] = /^# HELP (\S+) \S.*$/.exec(help!)!;
    const [, typed, kind] = /^# TYPE (\S+) (summary|gauge)$/.exec(type!)!;
    assert.equal(typed, name);
    assert.match(name!, UNITS);
    assert.notEqual(samples.length, 0);
    for (const line of samples) {
      const [, sample, labels = "", value] = SAMPLE.exec(line) ?? assert.fail(line);
      const suffix = sample!.slice(name!.length);
      assert.ok(sample!.startsWith(name!), line);
      assert.ok(kind === "summary" ? ["", "_sum", "_count"].includes(suffix) : suffix === "", line);
      const isQuantile = kind === "summary" && suffix === "";
      assert.equal(/(^|,)quantile="(0\.\d+|1)"/.test(labels), isQuantile, line);
      assert.ok(Number.isFinite(Number(value)), line);
      const key = `${sample}{${labels}}`;
      assert.ok(!series.has(key), `${key} stands twice`);
      series.set(key, Number(value));
    }
    return name;
  });
  assert.equal(new Set(names).size, names.length);
  return series;
}

Deno.test("renderPrometheus is sound, in seconds, with intervals and outcomes", () => {
  const summary = summaryOf(twoRegions());
  const threshold = evaluate(parseThreshold("error_rate<0.01"), summary);
  const series = assertSound(
    renderPrometheus(reportOf(summary, { thresholds: [threshold, threshold] })),
  );
  const row = summary.rows().find(({ region, metric }) => region === "eu" && metric === "ttfa")!;
  const labels = 'region="eu",scenario="conversation"';
  const near = (key: string, ms: number) =>
    assert.ok(Math.abs(series.get(key)! - ms / 1000) < 1e-9, key);
  near(`ttfa_ttfa_seconds{${labels},quantile="0.5"}`, row.p50!);
  near(`ttfa_ttfa_seconds_sum{${labels}}`, row.mean! * row.count);
  near(`ttfa_ttfa_interval_seconds{${labels},percentile="99",bound="low"}`, row.p99_low!);
  assert.equal(series.get(`ttfa_ttfa_seconds_count{${labels}}`), 28);
  assert.equal(series.get(`ttfa_turns{${labels},outcome="timeout"}`), 2);
  assert.equal(series.get('ttfa_threshold_passed{expression="error_rate<0.01"}'), 0);
  assert.equal(series.get("ttfa_run_valid{}"), 1);
});

Deno.test("renderPrometheus tells of no threshold of what was not measured, or of a run that was cut off", () => {
  const summary = summaryOf(twoRegions());
  const thresholds = [evaluate(parseThreshold("error_rate<0.5"), summary)];
  const text = renderPrometheus(reportOf(summary, { thresholds, state: "interrupted" }));
  assert.match(text, /state="interrupted"/);
  assert.doesNotMatch(text, /ttfa_threshold_passed/);
  const unmeasured = [evaluate(parseThreshold("ttfa{region:moon}: med<1"), summary)];
  const whole = renderPrometheus(reportOf(summary, { thresholds: unmeasured }));
  assert.doesNotMatch(whole, /ttfa_threshold_passed/);
});

Deno.test("renderPrometheus escapes foreign names, and does without any turn", () => {
  assertSound(renderPrometheus(reportOf(summaryOf(twoRegions('a "b"\\\nc')))));
  assertSound(renderPrometheus(reportOf(Summary.empty())));
});

// Where there is none, the runtime throws at once.
const hasPromtool =
  await (async () =>
    await new Deno.Command("promtool", { args: ["--version"], stdout: "null" }).output())()
    .then(() => true, () => false);

Deno.test({
  name: "renderPrometheus finds promtool's approval, where there is one",
  ignore: !hasPromtool,
  fn: async () => {
    const check = new Deno.Command("promtool", {
      args: ["check", "metrics"],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const writer = check.stdin.getWriter();
    const text = renderPrometheus(reportOf(summaryOf(twoRegions('a "b"\\\nc'))));
    await writer.write(new TextEncoder().encode(text));
    await writer.close();
    const { code, stdout, stderr } = await check.output();
    const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    assert.deepEqual([code, said], [0, ""]);
  },
});
