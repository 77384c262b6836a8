import assert from "node:assert/strict";
import { hasBearer } from "./bearer.ts";

Deno.test("hasBearer takes the whole token and nothing else", async () => {
  const token = "t".repeat(32);
  const given = (authorization?: string) =>
    hasBearer(new Headers(authorization === undefined ? {} : { authorization }), token);
  assert.equal(await given(`Bearer ${token}`), true);
  assert.equal(await given(), false);
  assert.equal(await given(`bearer ${token}`), true);
  for (
    const wrong of ["", "Bearer ", `Bearer ${token}t`, token, "Bearer t", "Basic t"]
  ) {
    assert.equal(await given(wrong), false, wrong);
  }
});
