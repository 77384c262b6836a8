import assert from "node:assert/strict";
import { failureOf } from "./upstream_failure.ts";

Deno.test("failureOf finds no fault with a session that ends as it should", () => {
  for (const code of [1000, 1001, 1005]) assert.equal(failureOf({ code, reason: "" }), undefined);
});

Deno.test("failureOf names what the service gives as the reason, and quotes nothing else", () => {
  const closed = (reason: string) => failureOf({ code: 3000, reason })?.message;
  const name = "invalid_request_error.invalid_api_key";
  assert.equal(closed(name), `the connection ended with 3000 (${name})`);
  for (const reason of ["Incorrect key: sk-Ab1", "sk-proj-Ab1", "***", ""]) {
    assert.equal(closed(reason), "the connection ended with 3000");
  }
  assert.equal(failureOf({ code: 1006, reason: "" })?.code, "upstream_lost");
  const failure = { code: "upstream_refused", message: "HTTP 429" } as const;
  assert.equal(failureOf({ code: 1006, reason: "", failure }), failure);
});
