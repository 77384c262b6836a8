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
