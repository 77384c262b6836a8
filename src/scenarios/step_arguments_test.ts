import assert from "node:assert/strict";
import { requireEvent, requireEventType, requireMs, requireUtterance } from "./step_arguments.ts";

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
  for (
    const wrong of ["response.create", undefined, null, {}, { type: 5 }, { type: "" }, {
      type: "x",
      a: 1n,
    }]
  ) {
    assert.throws(() => requireEvent(wrong), { code: "bad_argument" });
  }
  requireEventType("response.done");
  for (const wrong of [5, undefined, "", { type: "response.done" }]) {
    assert.throws(() => requireEventType(wrong), { code: "bad_argument" });
  }
});
