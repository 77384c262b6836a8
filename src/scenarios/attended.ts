import type { Caller, Scenario } from "./scenario.ts";
import { StepError } from "./step_error.ts";

const STEPS = [
  "connect",
  "hangUp",
  "say",
  "hearReply",
  "interrupt",
  "keepQuiet",
  "wait",
  "sendEvent",
  "expectEvent",
] as const satisfies (keyof Caller)[];

type Step = (...args: unknown[]) => Promise<unknown>;

/** A scenario whose author may forget an `await`: that is told, and can do no harm to the others. */
export function attended(scenario: Scenario): Scenario {
  return {
    ...scenario,
    async run(call, turns) {
      const open = new Map<Promise<unknown>, StepError>();
      await scenario.run(watched(call, open), turns);
      // What is still waiting now was never waited for.
      for (const error of open.values()) throw error;
    },
  };
}

function watched(call: Caller, open: Map<Promise<unknown>, StepError>): Caller {
  const steps = STEPS.map((name): [string, Step] => [name, (...args) => {
    const promise = (call[name] as Step).apply(call, args);
    open.set(promise, new StepError("step_not_awaited", `${name}() was not awaited`));
    // One that nobody waits for must not end the thread with all its clients.
    promise.catch(() => {}).then(() => open.delete(promise));
    return promise;
  }]);
  return Object.fromEntries(steps) as unknown as Caller;
}
