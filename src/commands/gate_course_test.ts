import assert from "node:assert/strict";
import { type Synthetic, syntheticBlocks } from "../gate/gate_fixtures.ts";
import { DEFAULT_RULES } from "../gate/rules.ts";
import { seeded } from "../random/random.ts";
import { type Course, runCourse } from "./gate_course.ts";

function course(synthetic: Omit<Synthetic, "blocks">, changes: Partial<Course> = {}): Course {
  const blocks = syntheticBlocks({ ...synthetic, blocks: 40 }, seeded(1, "course"));
  return {
    regions: ["eu"],
    rules: DEFAULT_RULES,
    firstLook: 12,
    maxBlocks: 12,
    lateLimitMs: 20,
    runBlock: (i) => Promise.resolve({ unreachable: [], blocks: new Map([["eu", blocks[i]!]]) }),
    isInterrupted: () => false,
    ...changes,
  };
}
const quiet = { turns: 30, slowShare: 0.02 };
const lenient = { ...DEFAULT_RULES, tailSize: { ratio: 9 }, slowSize: 0.2 };

Deno.test("a gate of equal targets passes at its first look", async () => {
  const end = await runCourse(course(quiet, { rules: lenient, maxBlocks: 36 }));
  assert.deepEqual([end.verdict, end.blocks, end.looks, end.turns], ["passed", 12, 1, 360]);
});

Deno.test("a gate that cannot tell goes on to its budget, and stops there", async () => {
  const rules = { ...DEFAULT_RULES, tailSize: { ratio: 0.01 } };
  const end = await runCourse(course(quiet, { rules, maxBlocks: 30 }));
  assert.deepEqual([end.verdict, end.blocks, end.looks], ["inconclusive", 30, 3]);
});

Deno.test("a regression ends the gate at the look that shows it", async () => {
  const end = await runCourse(course({ ...quiet, addedMs: 10 }, { maxBlocks: 36 }));
  assert.deepEqual([end.verdict, end.looks], ["regression", 1]);
});

Deno.test("a target that is gone ends the gate at once", async () => {
  const unreachable = [{
    region: "eu-base",
    url: "ws://127.0.0.1:1/voice",
    outcome: "unreachable",
  }];
  const end = await runCourse(
    course(quiet, { runBlock: () => Promise.resolve({ unreachable, blocks: new Map() }) }),
  );
  assert.deepEqual([end.verdict, end.blocks], ["unreachable", 0]);
  assert.deepEqual(end.reasons, [
    "the target of eu-base, ws://127.0.0.1:1/voice, could not be reached",
  ]);
});

Deno.test("a target of which no turn ends well was not measured, however well the other did", async () => {
  const whole = course(quiet);
  const end = await runCourse({
    ...whole,
    runBlock: async (i) => {
      const { blocks, ...rest } = await whole.runBlock(i);
      const { base, candidate } = blocks.get("eu")!;
      const mute = { ...candidate, ttfaMs: [], failed: candidate.ttfaMs.length };
      return { ...rest, blocks: new Map([["eu", { base, candidate: mute }]]) };
    },
  });
  assert.equal(end.verdict, "unreachable");
  assert.match(end.reasons[0]!, /no turn of the candidate/);
});

Deno.test("a candidate that stops telling what the base tells does not pass", async () => {
  const hops = async (told: (i: number) => boolean) => {
    const whole = course(quiet, { rules: lenient, maxBlocks: 36 });
    const end = await runCourse({
      ...whole,
      runBlock: async (i) => {
        const end = await whole.runBlock(i);
        const { base, candidate } = end.blocks.get("eu")!;
        base.relayHopMs.push(1);
        if (told(i)) candidate.relayHopMs.push(1);
        return end;
      },
    });
    return [end.verdict, end.blocks, ...end.reasons];
  };
  assert.deepEqual(await hops(() => true), ["passed", 12]);
  const reason = "eu: the base tells relay_hop, and the candidate does not in";
  assert.deepEqual(await hops(() => false), ["inconclusive", 12, `${reason} 12 of 12 blocks`]);
  assert.deepEqual(await hops((i) => i > 0), ["inconclusive", 12, `${reason} 1 of 12 blocks`]);
});

Deno.test("late turns beyond 2 % of a target void the gate, and up to it do not", async () => {
  const late = async (lateOf: (block: number) => number) => {
    const whole = course(quiet, { rules: lenient });
    const end = await runCourse({
      ...whole,
      runBlock: async (i) => {
        const end = await whole.runBlock(i);
        end.blocks.get("eu")!.base.late = lateOf(i);
        return end;
      },
    });
    return [end.verdict, end.late, end.reasons[0]?.replace(/ were sent .*/, "")];
  };
  assert.deepEqual(await late((i) => i % 2), ["passed", 6, undefined]);
  assert.deepEqual(await late(() => 1), [
    ...["invalid", 12, "12 of 372 turns of the base and 0 of 360 turns of the candidate"],
  ]);
});

Deno.test("an interrupted gate says nothing, a failed worker voids it", async () => {
  const interrupted = await runCourse(course(quiet, { isInterrupted: () => true }));
  assert.equal(interrupted.verdict, "interrupted");
  const failed = await runCourse(course(quiet, {
    runBlock: () => Promise.resolve({ unreachable: [], failed: "disk full", blocks: new Map() }),
  }));
  assert.deepEqual([failed.verdict, failed.reasons], ["invalid", ["disk full"]]);
});
