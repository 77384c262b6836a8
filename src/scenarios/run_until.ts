import { type Clock, sleep } from "../time/clock.ts";
import { eachStep } from "./each_step.ts";
import type { Caller, Scenario } from "./scenario.ts";

/** After a step that failed, so that a scenario that catches and goes on leaves others their turn. */
const BREATH_MS = 1;
const NEVER = new Promise<never>(() => {});

/**
 * Runs a scenario to its end, or rejects with the signal's reason when it aborts. From then on there
 * are no more turns and no step returns: whatever a scenario catches, it does not go on.
 */
export async function runUntil(
  signal: AbortSignal,
  clock: Clock,
  scenario: Scenario,
  call: Caller,
  turns: Iterable<string>,
): Promise<void> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  const steps = eachStep(call, (step) => async (...args) => {
    if (signal.aborted) return await NEVER;
    try {
      return await step(...args);
    } catch (error) {
      await sleep(clock, BREATH_MS);
      throw error;
    }
  });
  const running = async () => await scenario.run(steps, until(signal, turns));
  await Promise.race([over, running()]).finally(() => signal.removeEventListener("abort", onAbort));
}

function* until(signal: AbortSignal, turns: Iterable<string>): Generator<string> {
  for (const turn of turns) {
    if (signal.aborted) return;
    yield turn;
  }
}
