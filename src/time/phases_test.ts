import assert from "node:assert/strict";
import { Phases } from "./phases.ts";
import { VirtualClock } from "./virtual_clock.ts";

Deno.test("Phases: each lasts from the end of the one before, and one left out counts for the next", async () => {
  const clock = new VirtualClock();
  await clock.advance(5);
  const phases = new Phases<"dns" | "tcp" | "tls">(clock);
  await clock.advance(2);
  phases.end("dns");
  const before = phases.ms;
  await clock.advance(3);
  assert.equal(phases.end("tls"), 10);
  assert.deepEqual(phases.ms, { dns: 2, tls: 3 });
  assert.deepEqual(before, { dns: 2 });
});
