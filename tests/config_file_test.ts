import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readTable, SMALL_BENCH, tempRun, ttfa } from "./support.ts";

const MOD = fileURLToPath(new URL("../mod.ts", import.meta.url));

/** A folder with this config file, to be where the user stands. */
async function settings(folder: string, source: string, name = "ttfa.config.ts") {
  await Deno.mkdir(folder, { recursive: true });
  const text = `import { defineConfig } from "${MOD}";\nexport default defineConfig(${source});\n`;
  await Deno.writeTextFile(`${folder}/${name}`, text);
  return { INIT_CWD: folder };
}

Deno.test("bench takes its settings from ttfa.config.ts where the user stands, and flags win", async () => {
  await using run = await tempRun();
  const env = await settings(
    run.out,
    `{ turns: 2, clients: 7, out: "measured", think: "50", regions: {
      home: { profile: "us", thresholds: ["ttfa: med<60000"] }, asia: {} } }`,
  );
  const { code, stderr, stdout } = await ttfa(["bench", ...SMALL_BENCH], env);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /Settings of ttfa\.config\.ts/);
  assert.match(stdout, /✓ ttfa\{region:home\}: med<60000/);
  const turns = await readTable(`${run.out}/measured`, "turns");
  assert.deepEqual(turns.map(({ region }) => region).sort(), ["asia", "asia", "home", "home"]);
  const { config } = JSON.parse(await Deno.readTextFile(`${run.out}/measured/run.json`));
  assert.deepEqual(
    config.regions.map(({ name, profile }: Record<string, string>) => [name, profile]),
    [["home", "us"], ["asia", "asia"]],
  );
});

Deno.test("what is wrong with flags and file is told at once, by name and file", async () => {
  await using run = await tempRun();
  const env = await settings(
    run.out,
    `{ clinets: 1, clients: 0, turns: 0, frameMs: true, thresholds: ["ttfa"],
      regions: { eu: { target: "nope" } } }`,
    "mine.ts",
  );
  const { code, stderr } = await ttfa(["bench", "--config", "mine.ts", "--turns", "x"], env);
  assert.equal(code, 2);
  const fields = stderr.trim().split("\n").map((line) => line.split(":")[0]).sort();
  assert.deepEqual(fields, [
    ...["--turns", "clients in mine.ts", "clinets in mine.ts", "frameMs in mine.ts"],
    ...["regions.eu.target in mine.ts", "thresholds in mine.ts"],
  ]);
});

Deno.test("what is wrong with a region is told by its place and in the file's words", async () => {
  await using run = await tempRun();
  const env = await settings(
    run.out,
    `{ scenario: "idle", regions: {
      us: { profile: "mars", thresholds: ["ttfa: p(95)<900", "ttfa{region:eu}: p(95)<900", "x"] },
      nowhere: {}, eu: { thresholds: "error_rate{scenario:text}<0.1" } } }`,
  );
  const { code, stderr } = await ttfa(["bench"], env);
  assert.equal(code, 2);
  assert.deepEqual(
    stderr.trim().split("\n").map((line) => line.split("; ")[0]!.slice(0, 99)),
    [
      "regions.us.thresholds in ttfa.config.ts: 'ttfa{region:eu}: p(95)<900' names a region",
      "regions.us.thresholds in ttfa.config.ts: threshold 'x', character 1: expected a metric, error_rate, ",
      "regions.nowhere in ttfa.config.ts: 'nowhere' has no target and is no built-in region",
      "regions.us.profile in ttfa.config.ts: 'mars' is no built-in region",
      "regions.us.thresholds in ttfa.config.ts: 'ttfa: p(95)<900' can never be met: idle has no such value",
      "regions.eu.thresholds in ttfa.config.ts: 'error_rate{scenario:text}<0.1' names a scenario that is no",
    ].map((line) => line.slice(0, 99)),
  );
});

Deno.test("a config file that is not there, or does not load, is told with the reason", async () => {
  await using run = await tempRun();
  const env = await settings(run.out, `nonsense`, "broken.ts");
  for (
    const [file, reason] of [
      ["missing.ts", /^missing.ts: cannot be loaded: .+; /],
      ["broken.ts", /^broken.ts: cannot be loaded \(line 2:\d+\): nonsense is not defined; /],
    ] as const
  ) {
    const { code, stderr } = await ttfa(["bench", "--config", file], env);
    assert.equal(code, 2);
    assert.match(stderr, reason);
  }
});
