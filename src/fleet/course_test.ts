import assert from "node:assert/strict";
import type { Plan } from "../plan/plan.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import type { Bus, StreamMessage } from "./bus.ts";
import { Course } from "./course.ts";
import type { Letter } from "./outbox.ts";
import { encode, type PlanRecord } from "./records.ts";
import { runSubjects } from "./subjects.ts";

const SUBJECTS = runSubjects("run-1");
const MEMBER = {
  ...{ name: "eu-1", region: "eu", instance: "i" },
  segment: { index: 0, count: 1, regions: ["eu"] },
};
const PLAN: PlanRecord = {
  ...{ version: "1.0.0", runId: "run-1", members: [MEMBER], speechChunks: 0, brief: {} },
  plan: { load: { shape: "constant-sessions", clients: 1, turns: 1, rampMs: 0 } } as Plan,
};
const END = { windows: 0, rows: 0, unreachable: [], startLateMs: 0, complaints: [], remarks: [] };

Deno.test("Course: a start that comes while clocks are asked is the only one", async () => {
  const posted: string[] = [];
  const asked = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  async function* read(): AsyncGenerator<StreamMessage> {
    yield { subject: SUBJECTS.of("eu-1", "ready"), data: encode({}) };
    await asked.promise;
    yield { subject: SUBJECTS.start, data: encode({ starts: {} }) };
    started.resolve();
    await clock.advance(5_000);
    yield { subject: SUBJECTS.of("eu-1", "end"), data: encode({ ...END, scenarioErrors: [] }) };
  }
  const bus = {
    ...{ read, answer: () => {}, isAlive: () => Promise.resolve(true) },
    post: ({ subject }: Letter) => Promise.resolve(void posted.push(subject)),
    ask: async () => {
      asked.resolve();
      await started.promise;
      return { epochMs: 0 };
    },
  } as unknown as Bus;
  const clock = new VirtualClock();
  const sink = { window: () => {}, rows: () => {} };
  const options = { clock, silenceMs: 60_000, say: () => {} };
  const following = new Course(bus, PLAN, sink, options).follow(new AbortController().signal);
  await clock.advance(1_000);
  const end = await following;
  assert.deepEqual([posted, end.failed], [[], undefined]);
});

Deno.test("Course: says when NATS is away and back, and whom it still waits for", async () => {
  const over = Promise.withResolvers<void>();
  async function* read(): AsyncGenerator<StreamMessage> {
    yield { subject: SUBJECTS.of("eu-1", "ready"), data: encode({}) };
    yield { subject: SUBJECTS.start, data: encode({ starts: {} }) };
    await over.promise;
    yield { subject: SUBJECTS.of("eu-1", "end"), data: encode({ ...END, scenarioErrors: [] }) };
  }
  const clock = new VirtualClock();
  const bus = {
    ...{ read, answer: () => {}, post: () => Promise.resolve() },
    isAlive: () => Promise.resolve(clock.now() < 5_000 || clock.now() > 8_000),
    ask: () => Promise.resolve({ instance: "i", runId: "run-1" }),
  } as unknown as Bus;
  const said: string[] = [];
  const options = { clock, silenceMs: 60_000, say: (line: string) => said.push(line) };
  const sink = { window: () => {}, rows: () => {} };
  const following = new Course(bus, PLAN, sink, options).follow(new AbortController().signal);
  for (let i = 0; i < 60; i++) await clock.advance(500);
  over.resolve();
  await clock.advance(1_000);
  await following;
  assert.deepEqual(said.map((line) => line.split(":")[0]), [
    ...["NATS does not answer", "NATS answers again", "waiting for agent 'eu-1' of region 'eu'"],
  ]);
});
