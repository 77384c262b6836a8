import assert from "node:assert/strict";
import fc from "fast-check";
import { anyGust } from "./frames.ts";
import { weather } from "./storm.ts";

/** A share of what `deno task fuzz` does. */
const RUNS = 100;
const GUSTS = { minLength: 1, maxLength: 150, size: "max" } as const;

Deno.test("no storm of frames throws, wedges a session or makes it speak nonsense", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyGust, GUSTS), async (gusts) => {
      assert.equal(await weather(gusts), undefined);
    }),
    { numRuns: RUNS },
  );
});
