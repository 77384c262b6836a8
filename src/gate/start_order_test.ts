import assert from "node:assert/strict";
import { startOrder } from "./start_order.ts";

Deno.test("startOrder: each target is first in half of the gates, by the seed, in regions apart", () => {
  const baseFirst = (region: string) =>
    Array.from({ length: 200 }, (_, seed) => startOrder(region, seed)[0] === "base");
  for (const region of ["us", "eu"]) {
    const count = baseFirst(region).filter(Boolean).length;
    // Fair: 100 of 200, with a standard deviation of 7.
    assert.ok(count > 65 && count < 135, `${count}`);
  }
  assert.notDeepEqual(baseFirst("us"), baseFirst("eu"));
  assert.deepEqual(startOrder("us", 7), startOrder("us", 7));
  assert.deepEqual([...startOrder("us", 7)].sort(), ["base", "candidate"]);
});
