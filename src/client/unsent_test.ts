import assert from "node:assert/strict";
import { call } from "./fake_service.ts";

Deno.test("speech that had not left this process when it ended proves nothing of the target", async () => {
  for (const [unsentBytes, outcome] of [[0, "ok"], [1800, "late_generator"]] as const) {
    const { turns } = await call((service) => service.answer(100), {
      turns: ["hello"],
      prepare: (service) => service.unsentBytes = unsentBytes,
    });
    const seen = turns.map((turn) => [turn.outcome, turn.unsentBytes]);
    assert.deepEqual(seen, [[outcome, unsentBytes]]);
  }
});
