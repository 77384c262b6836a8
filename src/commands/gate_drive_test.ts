import assert from "node:assert/strict";
import { Loopback } from "../time/loopback.ts";
import { driveGate } from "./gate_drive.ts";
import { readGateRequest } from "./gate_request.ts";
import { startGateStack } from "./gate_stack.ts";

/** As if nobody listened, though timers run: no thread hears what it says to itself. */
function deafThreads(): Disposable {
  const { open } = Loopback;
  Loopback.open = async () => {
    const loopback = await open();
    loopback.far.pause();
    return loopback;
  };
  return { [Symbol.dispose]: () => Loopback.open = open };
}

Deno.test("a gate believes no turn during which its thread did not listen", async () => {
  const { signal } = new AbortController();
  const texts = {
    ...{
      base: ["local"],
      candidate: ["local"],
      fixture: ["fixtures/speech/jfk-what-your-country.wav"],
    },
    ...{ clients: ["1"], turns: ["1"], think: ["20"], silence: ["60"] },
  };
  const request = await readGateRequest(texts, [], () => undefined);
  await using stack = await startGateStack(request, signal);
  using _ = deafThreads();
  const outcomes: string[] = [];
  await driveGate({
    ...{ request, signal, runId: "deaf", endpoints: stack.endpoints },
    sink: {
      begun() {},
      session() {},
      dropped() {},
      turn: ({ outcome }) => outcomes.push(outcome),
    },
    // One block is enough.
    adapt: (runner) => ({
      run: async (...block) => ({ ...await runner.run(...block), failed: "enough" }),
    }),
  });
  assert.deepEqual(outcomes, ["late_generator", "late_generator"]);
});
