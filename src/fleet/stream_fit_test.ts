import assert from "node:assert/strict";
import { misfitOf } from "./stream_fit.ts";

Deno.test("misfitOf: a stream that keeps runs and nothing that is private", () => {
  for (const subjects of [["ttfa.run.>"], ["ttfa.run.>", "other.>"], ["*.run.>"]]) {
    assert.equal(misfitOf(subjects), undefined, String(subjects));
  }
});

Deno.test("misfitOf: one that does not keep all of a run", () => {
  for (const subjects of [[], ["ttfa.run.*"], ["ttfa.run.*.plan"], ["orders.>"], ["ttfa.run"]]) {
    assert.match(misfitOf(subjects)!, /^the stream TTFA takes in .* does not keep all of a run: /);
  }
});

Deno.test("misfitOf: one that would keep orders, and the secrets in them", () => {
  for (const more of ["ttfa.>", ">", "*.>", "ttfa.agent.*.order", "ttfa.agent.eu-1.*", "ttfa.*"]) {
    assert.match(misfitOf(["ttfa.run.>", more])!, /would keep ttfa\.(agent|agents|coord)/, more);
  }
});
