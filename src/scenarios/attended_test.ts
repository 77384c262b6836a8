import assert from "node:assert/strict";
import { attended } from "./attended.ts";
import type { Caller, Scenario } from "./scenario.ts";

/** Whose `connect` is done at once, and every wait fails a little later. */
const call = {
  connect: () => Promise.resolve(),
  wait: async () => {
    await Promise.resolve();
    throw new Error("the call is over");
  },
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
