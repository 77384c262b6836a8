import assert from "node:assert/strict";
import { FleetError } from "./fleet_error.ts";
import { StreamMemory } from "./stream_memory.ts";

Deno.test("StreamMemory: a stream that is away for a moment is the same when it is back", () => {
  const memory = new StreamMemory();
  const seen = ["monday", undefined, undefined, undefined, "monday"];
  assert.deepEqual(seen.map((created) => memory.isThere(created)), [
    ...[true, false, false, false, true],
  ]);
});

Deno.test("StreamMemory: one that stays away, or was made anew, is lost", () => {
  const away = new StreamMemory();
  for (let i = 0; i < 3; i++) assert.equal(away.isThere(undefined), false);
  assert.throws(() => away.isThere(undefined), FleetError);
  const anew = new StreamMemory();
  anew.isThere("monday");
  assert.throws(() => anew.isThere("tuesday"), /has lost its stream TTFA/);
});
