import type { Caller } from "./scenario.ts";

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

export type Step = (...args: unknown[]) => Promise<unknown>;

/** The caller with each of its steps as `change` makes it of the step and its name. */
export function eachStep(call: Caller, change: (step: Step, name: string) => Step): Caller {
  const steps = STEPS.map((name) => {
    const step: Step = (...args) => (call[name] as Step).apply(call, args);
    return [name, change(step, name)];
  });
  return Object.fromEntries(steps) as Caller;
}
