import assert from "node:assert/strict";
import { Patience } from "./patience.ts";

Deno.test("Patience: who has not delivered for ten seconds is told of once, until it delivers", () => {
  const patience = new Patience(["a", "b"], 0);
  patience.delivered("b", 5_000);
  const told = (nowMs: number) => ["a", "b"].filter((name) => patience.isNews(name, nowMs));
  assert.deepEqual([told(9_999), told(10_000), told(14_000)], [[], ["a"], []]);
  patience.delivered("a", 14_000);
  patience.deaf(15_000);
  assert.deepEqual([told(24_999), told(25_000)], [[], ["a", "b"]]);
});
