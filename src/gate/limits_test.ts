import assert from "node:assert/strict";
import { type JudgedMetric, limitsOf } from "./limits.ts";
import { DEFAULT_RULES } from "./rules.ts";

const row = (metric: JudgedMetric, base: number, region = "eu") => ({ metric, base, region });
const sizes = (...rows: ReturnType<typeof row>[]) =>
  limitsOf(rows, DEFAULT_RULES).map(({ size }) => size);

Deno.test("limitsOf takes of a wait and of its tail their own share", () => {
  assert.deepEqual(sizes(row("ttfa", 800), row("ttfa_tail", 1000), row("cold_start", 40)), [
    ...[40, 250, 10],
  ]);
  assert.deepEqual(limitsOf([row("slow_turns", 0)], DEFAULT_RULES), [{ floor: 0.01, size: 0.15 }]);
});

Deno.test("limitsOf takes what is part of a wait as that share of the wait, of its own region", () => {
  const rows = [row("ttfa", 800), row("rtt", 0.4), row("relay_hop", 0.05)];
  const far = [row("ttfa", 1200, "asia"), row("rtt", 250, "asia")];
  assert.deepEqual(sizes(...rows, ...far), [40, 40, 40, 60, 60]);
  assert.deepEqual(
    limitsOf([row("ttfa", 800), row("rtt", 9)], {
      ...DEFAULT_RULES,
      size: { ms: 20 },
    }),
    [{ floor: 1, size: 20 }, { floor: 1, size: 20 }],
  );
});

Deno.test("limitsOf takes a part without its wait, and what is short, by what can be told from the floor", () => {
  assert.deepEqual(sizes(row("rtt", 100)), [5]);
  assert.deepEqual(sizes(row("ttfa", 3), row("rtt", 0.4), row("cold_start", 4)), [2, 2, 2]);
  const [rough] = limitsOf([row("ttfa", 800)], { ...DEFAULT_RULES, floorRatio: 0.1 });
  assert.deepEqual(rough, { floor: 80, size: 160 });
});
