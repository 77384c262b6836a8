import assert from "node:assert/strict";
import { isName, runSubjects, writerOf } from "./subjects.ts";

Deno.test("writerOf: reads what runSubjects writes", () => {
  const subjects = runSubjects("20260102-030405-1a2b");
  for (const kind of ["ready", "window", "rows", "end"] as const) {
    assert.deepEqual(writerOf(subjects.of("eu-1", kind)), { agent: "eu-1", kind });
  }
  for (const subject of [subjects.plan, subjects.start]) assert.equal(writerOf(subject), undefined);
});

Deno.test("isName: what can stand in a subject and in a path", () => {
  for (const name of ["eu-1", "a", "load_7"]) assert.ok(isName(name));
  for (const name of ["", "a.b", "../x", "a b", "*", ">", 7, "x".repeat(64)]) {
    assert.ok(!isName(name));
  }
});
