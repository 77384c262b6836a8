import assert from "node:assert/strict";
import { breach } from "./check_layers.ts";

Deno.test("a folder may import from itself, from above and from the leaves, not from below", () => {
  assert.equal(breach("client", "client"), undefined);
  assert.equal(breach("client", "scenarios"), undefined);
  assert.equal(breach("bridge", "time"), undefined);
  assert.equal(breach("time", "random"), undefined);
  assert.match(breach("client", "metrics")!, /below/);
  assert.match(breach("audio", "client")!, /leaf/);
  assert.match(breach("somewhere", "client")!, /no layer/);
});
