import assert from "node:assert/strict";
import type { ClientEvent } from "../protocol/events.ts";
import {
  eventText,
  requireEvent,
  requireEventType,
  requireMs,
  requireUtterance,
} from "./step_arguments.ts";

Deno.test("a time in ms is a finite number that is not negative", () => {
  requireMs("wait", 0);
  for (const wrong of [-1, NaN, Infinity, "a second" as never]) {
    assert.throws(() => requireMs("wait", wrong), { code: "bad_argument" });
  }
});

Deno.test("what is said is a fixture's name or a text, and what it was instead is told", () => {
  requireUtterance("jfk.wav");
  requireUtterance({ text: "hello" });
  for (const wrong of [42, undefined, null, {}, { text: 7 }, { text: "" }]) {
    assert.throws(() => requireUtterance(wrong), { code: "bad_argument" });
  }
  assert.throws(() => requireUtterance({ txt: "hello" }), {
    message:
      "say() was given { txt: \"hello\" }: it takes the name of a fixture, or { text: 'words' }",
  });
});

Deno.test("an event has a type, and what is expected is one", () => {
  requireEvent({ type: "response.create" });
  for (const wrong of ["response.create", undefined, null, {}, { type: 5 }, { type: "" }]) {
    assert.throws(() => requireEvent(wrong), { code: "bad_argument" });
  }
  const round: Record<string, unknown> = { type: "x" };
  round.self = round;
  for (const wrong of [{ type: "x", a: 1n }, round]) {
    assert.throws(() => eventText(wrong as unknown as ClientEvent), {
      code: "bad_argument",
      message: /^sendEvent\(\) was given .*: it cannot be written as JSON \(.*\)$/,
    });
  }
  requireEventType("response.done");
  for (const wrong of [5, undefined, "", { type: "response.done" }]) {
    assert.throws(() => requireEventType(wrong), { code: "bad_argument" });
  }
});
