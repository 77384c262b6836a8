/** `ttfa report` from end to end, on folders that `bench` left. */
import assert from "node:assert/strict";
import { reportOf, summaryOf, twoRegions, withRunFolder } from "../src/report/report_fixtures.ts";
import { finished, readRunJson, startTtfa, tempRun, ttfa } from "./support.ts";

const QUICK = ["--clients", "2", "--think", "20", "--late-limit", "5000", "--quiet"];

Deno.test("report renders what bench has written, bench's own page included", async () => {
  await using run = await tempRun();
  const bench = await ttfa(["bench", ...QUICK, "--turns", "2", "--out", run.out]);
  assert.equal(bench.code, 0, bench.stderr);
  const page = await Deno.readTextFile(`${run.out}/report.html`);
  const html = await ttfa(["report", run.out, "--format", "html"]);
  assert.deepEqual([html.code, html.stdout === page], [0, true]);
  const text = await ttfa(["report", run.out]);
  assert.equal(text.stdout, bench.stdout);
  const json = await ttfa(["report", run.out, "--format", "json"]);
  assert.deepEqual(JSON.parse(json.stdout), await readRunJson(run.out));

  const all = ["--format", "html,md,junit", "--format", "json,prometheus,hdr,csv"];
  const files = await ttfa(["report", run.out, ...all, "--out", `${run.out}/again`]);
  assert.deepEqual([files.code, files.stdout, files.stderr], [0, "", ""]);
  const names = [...Deno.readDirSync(`${run.out}/again`)].map(({ name }) => name).sort();
  assert.deepEqual(names, [
    ...["histograms.hlog", "junit.xml", "metrics.prom", "report.html", "report.json", "report.md"],
    "summary.csv",
  ]);
  const compared = await ttfa(["report", run.out, run.out]);
  assert.match(compared.stdout, /local · conversation\n.*\n {2}ttfa .* ~\n/);
  const sideBySide = await ttfa(["report", run.out, run.out, "--format", "html"]);
  assert.match(sideBySide.stdout, /^<!doctype html>[^]*Two runs side by side/);
});

/** From the first sign of a run to its end. */
const MOMENTS: readonly [string, (out: string) => Promise<boolean>][] = [
  ["it has begun", (out) => exists(`${out}/run.json`)],
  ["its tables stand", (out) => exists(`${out}/sessions.csv`)],
  ["a turn is written", async (out) => await rowsIn(out, "turns") >= 1],
  ["a session is written", async (out) => await rowsIn(out, "sessions") >= 1],
];

Deno.test("report of a run that was killed says that it is partial, whenever that was", async () => {
  await Promise.all(MOMENTS.map(async ([moment, hasCome]) => {
    await using run = await tempRun();
    const load = [
      "--skip-calibration",
      "--arrival-rate",
      "1/s",
      "--turns",
      "1",
      "--duration",
      "5m",
    ];
    const bench = startTtfa(["bench", ...QUICK, ...load, "--out", run.out]);
    const end = finished(bench);
    let isOver = false;
    end.then(() => isOver = true);
    while (!isOver && !await hasCome(run.out)) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    if (isOver) assert.fail((await end).stderr);
    bench.kill("SIGKILL");
    await end;
    await assertPartial(run.out, moment);
  }));
});

async function assertPartial(folder: string, moment: string): Promise<void> {
  const text = await ttfa(["report", folder]);
  assert.equal(text.code, 0, `${moment}: ${text.stderr}`);
  assert.match(text.stdout, /Not valid: partial: [^]*killed/, moment);
  const out = `${folder}/again`;
  const all = ["--format", "html,md,junit,json,prometheus,hdr,csv", "--out", out];
  assert.equal((await ttfa(["report", folder, ...all])).code, 0, moment);
  const read = (name: string) => Deno.readTextFile(`${out}/${name}`);
  assert.match(await read("report.html"), /<strong>Partial\.<\/strong>/);
  assert.match(await read("report.md"), /^### ttfa: Partial\./);
  assert.match(await read("junit.xml"), /tests="2" failures="1" errors="1"/);
  assert.match(await read("metrics.prom"), /^ttfa_run_valid 0$/m);
}

Deno.test("report hands the turns to the runtime's OpenTelemetry exporter", async () => {
  const bodies: string[] = [];
  await using collector = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    async (request) => {
      bodies.push(await request.text());
      return Response.json({});
    },
  );
  const samples = twoRegions();
  await withRunFolder(samples, reportOf(summaryOf(samples)), async (path) => {
    const env = {
      OTEL_DENO: "true",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.addr.port}`,
    };
    assert.equal((await ttfa(["report", path], env)).code, 0);
  });
  const exported = bodies.flatMap((body) => JSON.parse(body).resourceMetrics ?? [])
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .filter(({ scope }) => scope.name === "ttfa")
    .flatMap(({ metrics }) => metrics);
  const named = (name: string) => exported.find((metric) => metric.name === name);
  const counts = named("ttfa.ttfa.duration").histogram.dataPoints
    .map(({ count }: { count: string }) => Number(count));
  assert.deepEqual(counts.sort(), [28, 30]);
  assert.equal(named("ttfa.turns").sum.dataPoints.length, 3);
});

Deno.test("report says everything that is wrong with its arguments at once", async () => {
  const { code, stderr } = await ttfa(["report", "--format", "html,md", "--formt", "x"]);
  assert.equal(code, 2);
  assert.deepEqual(stderr.trim().split("\n").map((line) => line.split(":")[0]), [
    ...["--formt", "FOLDER", "--format"],
  ]);
  const missing = await ttfa(["report", "/nowhere"]);
  assert.deepEqual([missing.code, missing.stderr.split(";")[0]], [
    2,
    "/nowhere: holds no run: there is no run.json",
  ]);
});

function exists(path: string): Promise<boolean> {
  return Deno.stat(path).then(() => true, () => false);
}

async function rowsIn(out: string, table: string): Promise<number> {
  const text = await Deno.readTextFile(`${out}/${table}.csv`).catch(() => "");
  return text.split("\n").length - 2;
}
