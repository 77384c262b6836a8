import assert from "node:assert/strict";
import { planOf } from "../plan/plan_fixtures.ts";
import { sessionsOf } from "../plan/sessions.ts";
import type { Barrier } from "./barrier.ts";
import type { Job, JobEnd, Runner, Sink } from "./job.ts";
import { ShardedRunner } from "./sharded_runner.ts";

const job: Job = {
  runId: "run-1",
  agent: "local",
  plan: planOf({ shape: "constant-sessions", clients: 5, rampMs: 0, turns: 1 }),
  endpoints: {},
  speech: [],
};

type Behaviour = (job: Job, sink: Sink, signal: AbortSignal) => Promise<JobEnd>;

async function drive(...behaviours: Behaviour[]) {
  const begun: string[] = [];
  const sink = { begun: (id: string) => begun.push(id) } as unknown as Sink;
  let made = 0;
  const runnerFor = (barrier: Barrier): Runner => {
    const behave = behaviours[made++]!;
    return {
      run: async (job, sink, signal) => {
        await barrier(undefined, signal);
        return await behave(job, sink, signal);
      },
    };
  };
  const runner = new ShardedRunner(behaviours.length, runnerFor);
  return { end: await runner.run(job, sink, new AbortController().signal), begun };
}

const whole: Behaviour = ({ plan, segment }, sink) => {
  for (const { id } of sessionsOf(plan, segment)) sink.begun(id);
  return Promise.resolve({ unreachable: [] });
};

/** Goes on until it is told to stop. */
const endless: Behaviour = (_job, _sink, signal) =>
  new Promise((resolve) => {
    const stop = () => resolve({ unreachable: [] });
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
  });

Deno.test("ShardedRunner gives every session to one worker and tells one sink", async () => {
  const { end, begun } = await drive(whole, whole, whole);
  assert.deepEqual(end, { unreachable: [] });
  assert.deepEqual(begun.sort(), [...sessionsOf(job.plan)].map(({ id }) => id).sort());
});

Deno.test("ShardedRunner: one worker makes the first contact, for all of them", async () => {
  const followers: (boolean | undefined)[] = [];
  const note: Behaviour = ({ isFollower }) => {
    followers.push(isFollower);
    return Promise.resolve({ unreachable: [] });
  };
  await drive(note, note, note);
  assert.deepEqual(followers.sort(), [false, true, true]);
});

Deno.test("ShardedRunner: a worker that fails stops the others and says why", async () => {
  const fails: Behaviour = () => Promise.resolve({ unreachable: [], failed: "out of memory" });
  const { end, begun } = await drive(endless, fails, whole);
  assert.deepEqual(end, { unreachable: [], failed: "out of memory" });
  assert.ok(begun.length > 0);
});

Deno.test("ShardedRunner: a dead target is named once, though every worker tried it", async () => {
  const target = { region: "us", url: "ws://x/voice", outcome: "refused" };
  const dead: Behaviour = () => Promise.resolve({ unreachable: [target] });
  assert.deepEqual((await drive(dead, dead, endless)).end, { unreachable: [target] });
});

Deno.test("ShardedRunner: what one worker throws stops the others and is thrown", async () => {
  const throws: Behaviour = () => Promise.reject(new Error("disk full"));
  await assert.rejects(drive(endless, throws), /disk full/);
});
