import assert from "node:assert/strict";
import { sleep } from "../time/clock.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import { type Pace, paced } from "./paced.ts";
import type { Caller, Scenario, Utterance } from "./scenario.ts";

/** Says and hears each turn in 100 ms each, and notes when. */
class FakeCaller implements Partial<Caller> {
  readonly steps: [step: string, atMs: number][] = [];
  constructor(readonly clock: VirtualClock) {}
  say = (utterance: Utterance) => this.#step(String(utterance));
  hearReply = () => this.#step("hear");
  keepQuiet = () => this.#step("quiet");
  hangUp = () => this.#step("hang up");
  wait = (ms: number) => sleep(this.clock, ms);
  async #step(name: string): Promise<void> {
    this.steps.push([name, this.clock.now()]);
    await sleep(this.clock, 100);
  }
}

const talk: Scenario = {
  name: "talk",
  async run(caller, turns) {
    for (const fixture of turns) {
      await caller.say(fixture);
      await caller.hearReply();
    }
  },
};

async function drive(scenario: Scenario, turns: Iterable<string>, endMs = Infinity) {
  const clock = new VirtualClock();
  const caller = new FakeCaller(clock);
  function* growing(): Generator<number, never> {
    for (let ms = 1000;; ms += 1000) yield ms;
  }
  let endedAtMs: number | undefined;
  const running = paced(scenario, { clock, endMs, pauses: growing() }).run(
    caller as unknown as Caller,
    turns,
  )
    .then(() => endedAtMs = clock.now());
  await clock.advance(60_000);
  await running;
  return { steps: caller.steps, endedAtMs };
}

function* forever(): Generator<string> {
  while (true) yield "x";
}

Deno.test("paced: a short pause before the first turn, the plan's between the others", async () => {
  const { steps, endedAtMs } = await drive(talk, ["a", "b", "c"]);
  assert.deepEqual(steps, [
    ["a", 200],
    ["hear", 300],
    ["b", 1400],
    ["hear", 1500],
    ["c", 3600],
    ["hear", 3700],
  ]);
  assert.equal(endedAtMs, 3800);
});

Deno.test("paced: a turn that is open when the time is up is heard out, and none begins after", async () => {
  const { steps, endedAtMs } = await drive(talk, forever(), 1450);
  assert.deepEqual(steps.at(-1), ["hear", 1500]);
  assert.equal(endedAtMs, 1600);
});

Deno.test("paced: the caller stays on the line until the time is up, also in a pause", async () => {
  const { steps, endedAtMs } = await drive(talk, forever(), 3000);
  assert.deepEqual(steps.at(-1), ["hear", 1500]);
  assert.equal(endedAtMs, 3000);
});

Deno.test("paced: what a scenario waits for within a turn is not cut short", async () => {
  const patient: Scenario = {
    name: "patient",
    async run(caller) {
      await caller.say("a");
      await caller.wait(5000);
      await caller.hearReply();
      await caller.wait(10_000);
    },
  };
  const { steps, endedAtMs } = await drive(patient, [], 1000);
  assert.deepEqual(steps, [["a", 200], ["hear", 5300]]);
  assert.equal(endedAtMs, 5400);
});

Deno.test("paced: a session that is due after the time is up says nothing", async () => {
  assert.deepEqual(await drive(talk, forever(), 0), { steps: [], endedAtMs: 0 });
});

Deno.test("paced: what else goes wrong in a scenario comes through", async () => {
  const broken: Scenario = { name: "broken", run: () => Promise.reject(new Error("own mistake")) };
  await assert.rejects(drive(broken, []), /own mistake/);
});

Deno.test("paced: a turn of silence is a turn, and so is what comes after a hang-up", async () => {
  const quiet: Scenario = {
    name: "quiet",
    async run(caller) {
      await caller.keepQuiet(50);
      await caller.say("a");
      await caller.hangUp();
      await caller.say("b");
    },
  };
  const { steps } = await drive(quiet, []);
  assert.deepEqual(steps, [["quiet", 200], ["a", 1300], ["hang up", 1400], ["b", 2500]]);
});

Deno.test("paced: what a scenario says of its session stays", () => {
  const talking: Scenario = { ...talk, microphone: "off" };
  const pace = { clock: new VirtualClock(), endMs: Infinity, pauses: [].values() };
  assert.equal(paced(talking, pace as unknown as Pace).microphone, "off");
});
