import assert from "node:assert/strict";
import { attended } from "./attended.ts";
import type { Caller, Scenario } from "./scenario.ts";
import { StepError } from "./step_error.ts";

/** Whose `connect` is done at once, and every wait fails a little later. */
const call = {
  connect: () => Promise.resolve(),
  wait: async () => {
    await Promise.resolve();
    throw new Error("the call is over");
  },
} as unknown as Caller;

/** Takes its time over what is said, and knows of no turn until then. */
const slow = {
  say: () => new Promise<void>(() => {}),
  hearReply: () =>
    Promise.reject(new StepError("hear_reply_without_say", "hearReply() without say()")),
  wait: () => Promise.resolve(),
  expectEvent: () => new Promise<void>(() => {}),
} as unknown as Caller;

const run = (scenario: Scenario["run"]) => attended({ name: "mine", run: scenario }).run(call, []);

Deno.test("attended: a step that was awaited is as it was", async () => {
  await run((call) => call.connect());
  await assert.rejects(run((call) => call.wait(1)), /the call is over/);
});

Deno.test("attended: a forgotten await is an error that names the step, and no failure goes astray", async () => {
  const forgetful = run((call) => {
    call.wait(1);
    return Promise.resolve();
  });
  await assert.rejects(forgetful, { code: "step_not_awaited", message: "wait() was not awaited" });
});

Deno.test("attended: what came too early is told as the await that was forgotten before it", async () => {
  const scenario = attended({
    name: "mine",
    async run(call) {
      call.say("jfk.wav");
      await call.hearReply();
    },
  });
  await assert.rejects(Promise.resolve(scenario.run(slow, [])), {
    code: "step_not_awaited",
    message: "say() was still under way when hearReply() began: await it first",
  });
});

Deno.test("attended: of what came too early a connect alone is the cause that was not awaited", async () => {
  const early = {
    connect: () => new Promise<void>(() => {}),
    sendEvent: () => Promise.reject(new StepError("not_connected", "sendEvent() before connect()")),
  } as unknown as Caller;
  const scenario = attended({
    name: "mine",
    async run(call) {
      call.connect();
      await call.sendEvent({ type: "response.create" });
    },
  });
  await assert.rejects(Promise.resolve(scenario.run(early, [])), {
    message: "connect() was not awaited",
  });
  const other = attended({
    name: "mine",
    async run(call) {
      call.expectEvent("response.done", 9);
      await call.hearReply();
    },
  });
  await assert.rejects(Promise.resolve(other.run(slow, [])), { code: "hear_reply_without_say" });
});

Deno.test("attended: who catches what overtook leaves others their turn, and no stack grows", async () => {
  let waits = 0;
  const stacks: number[] = [];
  const patient = {
    say: () => Promise.resolve(),
    hearReply: () => new Promise<void>(() => {}),
    wait: () => Promise.resolve(void waits++),
  } as unknown as Caller;
  const scenario = attended({
    name: "mine",
    async run(call) {
      for (let turn = 0; turn < 3; turn++) {
        await call.say("jfk.wav").catch((error) => stacks.push(error.stack.length));
        if (turn === 0) call.hearReply();
      }
    },
  });
  await assert.rejects(Promise.resolve(scenario.run(patient, [])), {
    message: "hearReply() was not awaited",
  });
  assert.deepEqual([waits, stacks.length, stacks[0] === stacks[1]], [2, 2, true]);
});

Deno.test("attended: no turn begins while a step of another is under way", async () => {
  let said = 0;
  const talkative = {
    say: () => Promise.resolve(void said++),
    hearReply: () => new Promise<void>(() => {}),
    wait: () => Promise.resolve(),
  } as unknown as Caller;
  const scenario = attended({
    name: "mine",
    async run(call) {
      await call.say("jfk.wav");
      call.hearReply();
      await call.wait(1);
      await call.say("jfk.wav");
    },
  });
  await assert.rejects(Promise.resolve(scenario.run(talkative, [])), {
    code: "step_not_awaited",
    message: "hearReply() was still under way when say() began: await it first",
  });
  assert.equal(said, 1);
});
