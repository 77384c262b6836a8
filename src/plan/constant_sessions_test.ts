import assert from "node:assert/strict";
import fc from "fast-check";
import { constantSessions } from "./constant_sessions.ts";

const options = {
  regions: ["us", "eu"],
  clients: 5,
  turns: 4,
  scenario: "conversation",
  fixtures: ["a", "b", "c"],
  frameMs: 20,
  seed: 1,
};

Deno.test("constantSessions gives every region its clients, ids unique, due times ascending", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 9 }),
      (clients, turns) => {
        const plan = constantSessions({ ...options, clients, turns });
        assert.equal(plan.length, 2 * clients);
        assert.equal(new Set(plan.map((s) => s.id)).size, plan.length);
        for (const region of options.regions) {
          assert.equal(plan.filter((s) => s.region === region).length, clients);
        }
        plan.forEach((s, i) => assert.ok(i === 0 || s.dueMs > plan[i - 1]!.dueMs));
        assert.ok(plan.every((s) => s.dueMs < 1020 && s.turns.length === turns));
      },
    ),
  );
});

Deno.test("constantSessions repeats for a seed; regions hear the same conversations", () => {
  assert.deepEqual(constantSessions(options), constantSessions(options));
  assert.notDeepEqual(constantSessions(options), constantSessions({ ...options, seed: 2 }));
  const plan = constantSessions(options);
  const of = (region: string) => plan.filter((s) => s.region === region).map((s) => s.turns);
  assert.deepEqual(of("us"), of("eu"));
});

Deno.test("constantSessions goes round the fixtures before it repeats one", () => {
  for (const { turns } of constantSessions(options)) {
    assert.deepEqual(turns.slice(0, 3).sort(), ["a", "b", "c"]);
    assert.equal(turns[3], turns[0]);
  }
});

Deno.test("constantSessions spreads the first frames over one frame interval", () => {
  const plan = constantSessions({ ...options, regions: ["us"], clients: 10 });
  const phases = plan.map((s) => s.dueMs % 20).sort((a, b) => a - b);
  phases.forEach((phase, i) => assert.ok(Math.abs(phase - 2 * i) < 0.001, `${phases}`));
});
