import assert from "node:assert/strict";
import { readBenchConfig } from "./bench_config.ts";

const env = { profiles: ["us", "eu"] };
const read = (texts: Record<string, string[]>) => readBenchConfig(texts, env);

Deno.test("no flags: ten clients, three turns, the local region", () => {
  const { config, problems } = read({});
  assert.deepEqual(problems, []);
  assert.deepEqual(config.load, {
    shape: "constant-sessions",
    clients: 10,
    rampMs: 1000,
    turns: 3,
  });
  assert.equal(config.frameMs, 20);
  assert.deepEqual(config.regions, [
    { name: "local", target: { kind: "local", url: "", billed: false, takesApiKey: false } },
  ]);
});

Deno.test("every error is reported at once, each with field, rule and remedy", () => {
  const { problems } = read({
    clients: ["0"],
    turns: ["x"],
    targets: ["nope"],
    regions: ["us,mars"],
    think: ["fast"],
    headers: ["broken"],
  });
  const fields = problems.map((problem) => problem.field).sort();
  assert.deepEqual(fields, ["--clients", "--header", "--region", "--target", "--think", "--turns"]);
  for (const { rule, remedy } of problems) assert.ok(rule && remedy);
});

Deno.test("regions come from the targets, a shared target serves all named regions", () => {
  const own = read({ targets: ["a=ws://x/voice", "b=ws://y/voice"] });
  assert.deepEqual(own.problems, []);
  assert.deepEqual(own.config.regions.map((r) => [r.name, r.target.url]), [
    ["a", "ws://x/voice"],
    ["b", "ws://y/voice"],
  ]);
  const shared = read({ targets: ["ws://x/voice"], regions: ["home"] });
  assert.deepEqual(shared.problems, []);
  assert.deepEqual(shared.config.regions.map((r) => [r.name, r.target.url]), [[
    "home",
    "ws://x/voice",
  ]]);
});

Deno.test("no target goes unmeasured without a word", () => {
  const cases: [string[], string[] | undefined, RegExp][] = [
    [["us=ws://x/voice"], ["eu"], /'us' is not among those that are measured/],
    [["us=ws://x/voice", "us=ws://y/voice"], undefined, /'us' has two targets/],
    [["us=ws://x/voice", "ws://y/voice"], undefined, /names its region and another does not/],
  ];
  for (const [targets, regions, rule] of cases) {
    const { problems } = read({ targets, ...(regions && { regions }) });
    assert.equal(problems.length, 1);
    assert.match(problems[0]!.rule, rule);
  }
  const both = read({ targets: ["us=ws://x/voice", "ws://y/voice"], regions: ["us,eu"] });
  assert.deepEqual(both.problems, []);
  assert.deepEqual(both.config.regions.map((r) => r.target.url), ["ws://x/voice", "ws://y/voice"]);
});

Deno.test("a run that names no region is called after what it measures", () => {
  const name = (targets: string[]) => read({ targets }).config.regions[0]!.name;
  assert.deepEqual(
    [name([]), name(["local"]), name(["openai"]), name(["wss://b.example/voice"])],
    ["local", "local", "openai", "default"],
  );
});

Deno.test("two targets without a region are refused", () => {
  const { problems } = read({ targets: ["ws://x/voice", "ws://y/voice"] });
  assert.match(problems[0]!.rule, /cannot be told apart/);
});

Deno.test("a running target cannot be started cold", () => {
  const { problems } = read({ targets: ["ws://x/voice"], coldStart: ["3"] });
  assert.deepEqual(problems.map((p) => p.field), ["--cold-start"]);
  const alone = { scenario: ["cold-start"], idleWait: ["1m"] };
  const patient = read({ targets: ["ws://x/voice"], coldStart: ["3"], ...alone });
  assert.deepEqual([patient.problems, patient.config.idleWait], [[], 60_000]);
  assert.deepEqual(read(alone).problems.map((p) => p.field), ["--idle-wait"]);
});

Deno.test("a script and a think time need the embedded mock, in one region at least", () => {
  const fieldsOf = (targets: string[]) =>
    read({ targets, script: ["s.yaml"], think: ["300"] }).problems.map(({ field }) => field);
  assert.deepEqual(fieldsOf(["ws://x/voice"]), ["--script", "--think"]);
  assert.deepEqual(fieldsOf([]), []);
  assert.deepEqual(fieldsOf(["a=ws://x/voice", "b=local"]), []);
});

Deno.test("a ticket is given or minted, and only where there is a bridge to take it", () => {
  const fields = (texts: Parameters<typeof read>[0]) => read(texts).problems.map((p) => p.field);
  const targets = ["wss://b.example/voice"];
  assert.deepEqual(fields({ targets, ticket: ["a.b.c"] }), []);
  assert.deepEqual(fields({ targets, ticketSecret: ["true"] }), []);
  assert.deepEqual(fields({ targets, ticket: ["a.b.c"], ticketSecret: ["true"] }), ["--ticket"]);
  assert.deepEqual(fields({ ticketSecret: ["true"] }), ["--ticket-secret"]);
  assert.deepEqual(fields({ targets: ["openai"], ticket: ["a.b.c"] }), ["--ticket"]);
});

/** `FIELD RULE` of each problem. */
function rules(texts: Record<string, string[]>): string[] {
  return read(texts).problems.map(({ field, rule }) => `${field} ${rule}`);
}

Deno.test("every mistake of one flag is told, and that one stands twice", () => {
  const told = rules({
    stages: ["5:10,10s:-1"],
    headers: ["one", "a: b", "two"],
    frameMs: ["20", "40"],
    quiet: ["", ""],
  });
  assert.equal(told.filter((text) => text.startsWith("--stages '")).length, 2, told.join("\n"));
  assert.equal(told.filter((text) => text === "--header is not a header").length, 2);
  assert.ok(told.includes("--frame-ms stands 2 times"));
  assert.equal(told.length, 5);
});

Deno.test("what a flag contradicts is told though another one cannot be read", () => {
  const told = rules({ stages: ["10s:5"], duration: ["10s"], clients: ["none"] });
  assert.equal(told.length, 3, told.join("\n"));
  assert.ok(told.includes("--duration contradicts --stages"));
  assert.deepEqual(rules({ arrivalRate: ["2/s"], duration: ["soon"] }).length, 1);
});

Deno.test("flags that would be passed over are refused", () => {
  assert.deepEqual(rules({ scenario: ["cold-start"], clients: ["5"], turns: ["3"] }), [
    "--clients is of a load, and --scenario cold-start has none",
    "--turns is of a load, and --scenario cold-start has none",
  ]);
  assert.deepEqual(rules({ workers: ["8"], clients: ["4"] }), [
    "--workers 8 are more than the 4 clients there are",
  ]);
  assert.deepEqual(rules({ workers: ["8"], clients: ["4"], regions: ["us,eu"] }), []);
});
