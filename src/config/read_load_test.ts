import assert from "node:assert/strict";
import { readFlags } from "./flag.ts";
import { LOAD_FLAGS } from "./load_flags.ts";
import { readLoad } from "./read_load.ts";

function read(line: string, scenario = "conversation") {
  const texts: Record<string, string[]> = {};
  for (const part of line.split(" ").filter((part) => part !== "")) {
    const [key, value] = part.split("=");
    texts[key!] = [value!];
  }
  const { values, problems } = readFlags(LOAD_FLAGS, texts);
  assert.deepEqual(problems, []);
  return readLoad(values, scenario);
}

Deno.test("readLoad: each combination of flags is a shape", () => {
  assert.deepEqual(read(""), {
    load: { shape: "constant-sessions", clients: 10, rampMs: 1000, turns: 3 },
    problems: [],
  });
  assert.deepEqual(read("clients=4 duration=1m ramp=5s gracefulStop=0s"), {
    load: { shape: "constant-sessions", clients: 4, rampMs: 5000, durationMs: 60_000 },
    problems: [],
  });
  assert.deepEqual(read("arrivalRate=30/m duration=10s clients=5 turns=2"), {
    load: {
      shape: "constant-arrival-rate",
      clients: 5,
      turns: 2,
      stages: [{ durationMs: 10_000, from: 0.5, to: 0.5 }],
    },
    problems: [],
  });
  assert.deepEqual(read("stages=30s:10,1m:0").load, {
    shape: "ramping-sessions",
    stages: [{ durationMs: 30_000, from: 0, to: 10 }, { durationMs: 60_000, from: 10, to: 0 }],
  });
});

Deno.test("readLoad: with --arrival-rate the stages ramp it, from there and in its unit", () => {
  const { load, problems } = read("arrivalRate=60/m stages=30s:120,1m:0");
  assert.deepEqual(problems, []);
  assert.deepEqual(load, {
    shape: "ramping-arrival-rate",
    clients: 10,
    turns: 3,
    stages: [{ durationMs: 30_000, from: 1, to: 2 }, { durationMs: 60_000, from: 2, to: 0 }],
  });
});

Deno.test("readLoad: flags that contradict each other are named, all at once", () => {
  const fields = (line: string, scenario?: string) =>
    read(line, scenario).problems.map(({ field }) => field);
  const bad: [line: string, ...fields: string[]][] = [
    ["duration=10s turns=3", "--turns"],
    ["gracefulStop=5s", "--graceful-stop"],
    ["duration=10s ramp=10s", "--ramp"],
    ["arrivalRate=2/s", "--arrival-rate"],
    ["arrivalRate=0/s duration=10s", "--arrival-rate"],
    ["arrivalRate=1/m duration=10s", "--arrival-rate"],
    ["arrivalRate=2/s duration=10s ramp=1s", "--ramp"],
    ["arrivalRate=2/s duration=10s stages=1s:10", "--duration"],
    ["arrivalRate=0/s stages=10s:0", "--stages"],
    [
      "stages=30s:10 clients=5 turns=2 duration=1m ramp=1s",
      "--clients",
      "--duration",
      "--ramp",
      "--turns",
    ],
    ["stages=30s:0", "--stages"],
    ["stages=0s:5", "--stages"],
    ["stages=20h:5,20h:1", "--stages"],
  ];
  for (const [line, ...expected] of bad) {
    assert.deepEqual(fields(line).sort(), expected.sort(), line);
  }
  assert.deepEqual(fields("duration=1s stages=1s:1", "cold-start").sort(), [
    "--duration",
    "--stages",
  ]);
  assert.deepEqual(read("", "cold-start"), { problems: [] });
});

Deno.test("readLoad: where no --ramp is given the starts are spread the longer the more clients there are", () => {
  const rampMs = (flags: string) => {
    const { load } = read(flags);
    assert.equal(load?.shape, "constant-sessions");
    return load.rampMs;
  };
  assert.equal(rampMs("clients=100"), 1000);
  assert.equal(rampMs("clients=500 duration=1m"), 5000);
  assert.equal(rampMs("clients=500 duration=4s"), 2000);
  assert.equal(rampMs("clients=500 ramp=0s"), 0);
});

Deno.test("readLoad: a long conversation goes on for ten minutes, unless something else is said", () => {
  const base = { shape: "constant-sessions", clients: 10, rampMs: 1000 };
  assert.deepEqual(read("", "long").load, { ...base, durationMs: 600_000 });
  assert.deepEqual(read("duration=1m", "long").load, { ...base, durationMs: 60_000 });
  assert.deepEqual(read("turns=50", "long").load, { ...base, turns: 50 });
});
