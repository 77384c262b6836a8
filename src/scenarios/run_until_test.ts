import assert from "node:assert/strict";
import { call, type FakeService } from "../client/fake_service.ts";
import { paced } from "./paced.ts";
import { type Caller, defineScenario, type Scenario } from "./scenario.ts";

function* forever(): Generator<string> {
  while (true) yield "hello";
}

/** Goes on whatever happens. */
const stubborn = (step: (call: Caller, turn: string) => Promise<void>) =>
  defineScenario({
    name: "stubborn",
    async run(call, turns) {
      await call.connect();
      for (const turn of turns) {
        try {
          await step(call, turn);
        } catch {
          // Whatever it was.
        }
      }
    },
  });

const talk = async (call: Caller, turn: string) => {
  await call.say(turn);
  await call.hearReply();
};

Deno.test("a scenario that catches everything ends with the call, when the peer hangs up or the run is stopped", async () => {
  const scenario = stubborn(talk);
  const lost = await call((service) => service.answer(200), {
    scenario,
    turns: forever(),
    prepare: (service) => void service.clock.at(2000, () => service.end(1006)),
  });
  assert.equal(lost.record.outcome, "closed");
  const stopped = await call((service) => service.answer(200), {
    scenario,
    turns: forever(),
    abortAtMs: 2000,
  });
  assert.equal(stopped.record.outcome, "interrupted");
});

Deno.test("a scenario whose every step is a mistake, and that catches it, leaves others their turn", async () => {
  const { record, turns } = await call(() => {}, {
    scenario: stubborn((call) => call.hearReply()),
    turns: forever(),
    abortAtMs: 100,
  });
  assert.deepEqual([record.outcome, turns.length], ["interrupted", 0]);
});

Deno.test("a scenario that catches everything ends when the time is up, with what it had", async () => {
  const until = (scenario: Scenario) => ({
    ...scenario,
    run: (caller: Caller, turns: Iterable<string>) => {
      const pauses = (function* (): Generator<number, never> {
        while (true) yield 200;
      })();
      return paced(scenario, { clock: service.clock, endMs: 1400, pauses }).run(caller, turns);
    },
  });
  let service!: FakeService;
  const { record, turns } = await call((service) => service.answer(200), {
    scenario: until(stubborn(talk)),
    turns: forever(),
    prepare: (fake) => service = fake,
  });
  assert.equal(record.outcome, "ok");
  assert.ok(turns.length >= 2 && turns.every(({ outcome }) => outcome === "ok"));
});

Deno.test("what a scenario cleans up after a step is cleaned up when the call ends in it", async () => {
  let cleaned = false;
  const scenario = defineScenario({
    name: "tidy",
    async run(call) {
      try {
        await call.wait(60_000);
      } finally {
        cleaned = true;
      }
    },
  });
  await call(() => {}, { scenario, abortAtMs: 100 });
  assert.ok(cleaned);
});
