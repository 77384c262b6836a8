import assert from "node:assert/strict";
import { startLocalStack } from "./local_stack.ts";

Deno.test("the local stack tells how busy its mock and its bridges are", async () => {
  await using stack = await startLocalStack({
    ...{ regions: [{ name: "a" }, { name: "b" }], think: { kind: "constant", ms: 1 }, seed: 1 },
    ...{ script: [], faults: [], policy: "default" },
  });
  await stack.meter();
  const { bridge, upstream } = await stack.meter();
  for (const load of [bridge, upstream]) {
    assert.ok(load!.cpuShare >= 0, JSON.stringify(load));
    assert.ok(load!.lateP95Ms >= 0, JSON.stringify(load));
  }
});
