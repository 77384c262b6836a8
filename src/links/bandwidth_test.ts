import assert from "node:assert/strict";
import { bandwidth } from "./bandwidth.ts";
import type { Item } from "./step.ts";

const data = (dueMs: number, length: number): Item => ({
  kind: "data",
  dueMs,
  bytes: Uint8Array.from({ length }, (_, i) => i % 251),
});

Deno.test("bandwidth lets bytes through at its rate, in pieces of 50 ms, an end after them", () => {
  const step = bandwidth(1000);
  const items = [data(0, 120), data(10, 30), { kind: "end", dueMs: 20 } as const].flatMap(step);
  const seen = items.map((item) => [item.dueMs, item.kind === "data" ? item.bytes.length : 0]);
  assert.deepEqual(seen, [[50, 50], [100, 50], [120, 20], [150, 30], [150, 0]]);
});

Deno.test("bandwidth changes no byte, and a pause gives the line back", () => {
  const step = bandwidth(1000);
  const sent = data(0, 333);
  const bytes = step(sent).flatMap((item) => item.kind === "data" ? [...item.bytes] : []);
  assert.deepEqual(bytes, [...(sent.kind === "data" ? sent.bytes : [])]);
  assert.equal(step(data(5000, 10))[0]!.dueMs, 5010);
});
