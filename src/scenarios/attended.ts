import { eachStep } from "./each_step.ts";
import type { Caller, Scenario } from "./scenario.ts";
import { codeOf, StepError } from "./step_error.ts";

/** Each begins a turn or ends one: none while another is under way. */
const TURN_STEPS = ["say", "hearReply", "interrupt", "keepQuiet"];

/** Before a step fails that overtook another, so that who catches and goes on leaves others their turn. */
const BREATH_MS = 1;

interface Open {
  readonly name: string;
  readonly forgotten: StepError;
}

/** A scenario whose author may forget an `await`: that is told, and can do no harm to the others. */
export function attended(scenario: Scenario): Scenario {
  return {
    ...scenario,
    async run(call, turns) {
      const open = new Map<Promise<unknown>, Open>();
      try {
        await scenario.run(watched(call, open), turns);
      } catch (error) {
        // It came too early, where the connect before it had not been waited for.
        const early = codeOf(error) === "not_connected";
        throw [...open.values()].find(({ name }) => early && name === "connect")?.forgotten ??
          error;
      }
      // What is still waiting now was never waited for.
      for (const { forgotten } of open.values()) throw forgotten;
    },
  };
}

function watched(call: Caller, open: Map<Promise<unknown>, Open>): Caller {
  return eachStep(call, (step, name) => (...args) => {
    const overtaken = TURN_STEPS.includes(name)
      ? [...open.values()].find((before) => TURN_STEPS.includes(before.name))
      : undefined;
    const promise = overtaken ? refused(call, overtaken, name) : step(...args);
    const forgotten = new StepError("step_not_awaited", `${name}() was not awaited`);
    open.set(promise, { name, forgotten });
    const done = () => void open.delete(promise);
    // Caught here, since one that nobody waits for must not end the thread with all its clients.
    promise.then(done, (error) => {
      done();
      // An error that arose long after the call does not know where that stands.
      if (error instanceof StepError && !overtaken) error.stack += `\n${forgotten.stack}`;
    });
    return promise;
  });
}

/** At the line of the step that is under way. */
async function refused(call: Caller, { name, forgotten }: Open, by: string): Promise<never> {
  await call.wait(BREATH_MS);
  const rule = `${name}() was still under way when ${by}() began: await it first`;
  const error = new StepError(forgotten.code, rule);
  error.stack = forgotten.stack!;
  throw error;
}
