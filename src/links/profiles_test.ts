import assert from "node:assert/strict";
import { seeded } from "../random/random.ts";
import { linkSteps } from "./link_steps.ts";
import { profileOf, REGION_PROFILES } from "./profiles.ts";
import { chain } from "./step.ts";

Deno.test("built-in regions are found by their own name and are ordered by distance", () => {
  for (const [name, profile] of Object.entries(REGION_PROFILES)) assert.equal(profile.name, name);
  const rtts = ["us", "eu", "asia"].map((name) => {
    const { client, upstream } = REGION_PROFILES[name]!;
    return client.rttMs + upstream.rttMs;
  });
  assert.deepEqual(rtts, [...rtts].sort((a, b) => a - b));
});

Deno.test("linkSteps gives each way half of the round trip and half of the jitter", () => {
  const step = chain(linkSteps({ rttMs: 90, jitterMs: 6 })(seeded(1)));
  const delays = Array.from(
    { length: 500 },
    (_, i) => step({ kind: "end", dueMs: i * 100 })[0]!.dueMs - i * 100,
  );
  assert.ok(Math.min(...delays) >= 45 && Math.min(...delays) < 45.1);
  assert.ok(Math.max(...delays) <= 48 && Math.max(...delays) > 47.9);
});

Deno.test("each figure of a built-in region says where it is from", () => {
  for (const { client, upstream } of Object.values(REGION_PROFILES)) {
    for (const { rtt, jitter } of [client.source, upstream.source]) {
      for (const source of [rtt, jitter]) {
        assert.match(source, /^(https:\/\/\S+: \D*\d|assumed: \w)/);
      }
    }
  }
});

Deno.test("profileOf knows the built-in regions alone", () => {
  assert.equal(profileOf("eu"), REGION_PROFILES.eu);
  assert.deepEqual([profileOf("mars"), profileOf(undefined)], [undefined, undefined]);
});
