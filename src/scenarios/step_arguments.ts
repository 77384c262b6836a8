import type { ClientEvent } from "../protocol/events.ts";
import { StepError } from "./step_error.ts";

/** @throws {StepError} where a step's time is none. */
export function requireMs(step: string, ms: number): void {
  if (ms >= 0 && Number.isFinite(ms)) return;
  const rule = "it takes a number that is not negative";
  throw new StepError("bad_argument", `${step}() was given ${shown(ms)} for a time in ms: ${rule}`);
}

/** @throws {StepError} where there is nothing to say: a file's types are not checked when it runs. */
export function requireUtterance(utterance: unknown): void {
  const text = (utterance as { readonly text?: unknown } | null | undefined)?.text;
  if (typeof utterance === "string" || typeof text === "string" && text !== "") return;
  const rule = "it takes the name of a fixture, or { text: 'words' }";
  throw new StepError("bad_argument", `say() was given ${shown(utterance)}: ${rule}`);
}

/** @throws {StepError} where it is nothing that has a type. */
export function requireEvent(event: unknown): void {
  const type = (event as { readonly type?: unknown } | null | undefined)?.type;
  if (typeof type === "string" && type !== "") return;
  const rule = "it takes a client event, e.g. { type: 'response.create' }";
  throw new StepError("bad_argument", `sendEvent() was given ${shown(event)}: ${rule}`);
}

/** @throws {StepError} where it is no type's name. */
export function requireEventType(type: unknown): void {
  if (typeof type === "string" && type !== "") return;
  const rule = "it takes the type of a server event, e.g. 'response.done'";
  throw new StepError("bad_argument", `expectEvent() was given ${shown(type)}: ${rule}`);
}

/** @throws {StepError} where an event holds what JSON cannot. */
export function eventText(event: ClientEvent): string {
  try {
    return JSON.stringify(event);
  } catch (error) {
    const rule = `it cannot be written as JSON (${(error as Error).message.split("\n")[0]})`;
    throw new StepError("bad_argument", `sendEvent() was given ${shown(event)}: ${rule}`);
  }
}

/** On one line, and not without end. */
function shown(value: unknown): string {
  return Deno.inspect(value, { breakLength: Infinity, depth: 1, strAbbreviateSize: 40 })
    .replace(/\s+/g, " ").slice(0, 80);
}
