import assert from "node:assert/strict";
import fc from "fast-check";
import { normal, type Random, seeded } from "../random/random.ts";
import { type Attempt, type Found, nextLevel, rangeOf, type SearchRules } from "./search.ts";

const RULES: SearchRules = { first: 5, max: 10_000, repeats: 3, precision: 0.03 };
/** No search takes more attempts than this; a loop without end would. */
const MANY = 200;

function search(
  passes: (clients: number) => boolean,
  rules = RULES,
  isLate: (clients: number) => boolean = () => false,
): { found: Found; attempts: Attempt[] } {
  const attempts: Attempt[] = [];
  while (attempts.length < MANY) {
    const next = nextLevel(attempts, rules);
    if ("found" in next) return { found: next.found, attempts };
    const isVoid = isLate(next.clients);
    attempts.push({ clients: next.clients, passed: !isVoid && passes(next.clients), isVoid });
  }
  throw new Error(`undecided after ${MANY} attempts`);
}

/** A bridge whose threshold lies at `capacity`, give or take a few percent in each run. */
function noisy(capacity: number, sigma: number, random: Random): (clients: number) => boolean {
  return (clients) => clients <= capacity * (1 + sigma * normal(random));
}

Deno.test("nextLevel finds the capacity of a steady system to the precision, within the bounds", () => {
  fc.assert(fc.property(
    fc.integer({ min: 0, max: 3000 }),
    fc.integer({ min: 1, max: 50 }),
    fc.integer({ min: 50, max: 2000 }),
    fc.constantFrom(1, 3, 5),
    (capacity, first, max, repeats) => {
      const rules = { ...RULES, first, max, repeats };
      const { found, attempts } = search((clients) => clients <= capacity, rules);
      assert.ok(attempts.every(({ clients }) => clients >= 1 && clients <= max));
      assert.ok(found.clients <= capacity);
      if (capacity >= max) return assert.deepEqual(found, { clients: max });
      assert.ok(found.failed! > capacity);
      assert.ok(found.failed! - found.clients <= Math.max(1, 0.03 * found.failed!));
    },
  ));
});

Deno.test("nextLevel: searches of one noisy system agree within 5 % in at least 95 of 100", () => {
  for (const capacity of [40, 130, 750]) {
    const answers = Array.from({ length: 400 }, (_, i) => {
      const random = seeded(i, `capacity ${capacity}`);
      return search(noisy(capacity, 0.02, random)).found.clients;
    });
    const middle = answers.toSorted((a, b) => a - b)[200]!;
    const near = answers.filter((answer) => Math.abs(answer - middle) <= 0.05 * middle);
    assert.ok(near.length >= 0.95 * answers.length, `${capacity}: ${near.length} of 400`);
  }
});

Deno.test("nextLevel: hiccups of the generator do not move the answer; its own limit is one", () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = seeded(seed, "hiccups");
    const { found } = search((clients) => clients <= 60, RULES, () => random() < 0.1);
    assert.ok(Math.abs(found.clients - 60) <= 2, `${seed}: ${found.clients}`);
  }
  const { found } = search(() => true, RULES, (clients) => clients > 80);
  assert.deepEqual(found, { clients: 80, failed: 82 });
});

Deno.test("nextLevel ends for any system whatever, and the answer was seen to pass", () => {
  fc.assert(fc.property(fc.integer(), fc.double({ min: 0, max: 1 }), (seed, share) => {
    const random = seeded(seed, "coin");
    const { found, attempts } = search(() => random() < share);
    const own = attempts.filter(({ clients }) => clients === found.clients);
    const passes = own.filter(({ passed }) => passed).length;
    assert.ok(found.clients === 0 || passes >= 2);
    const [low, high] = rangeOf(attempts, found);
    assert.ok(low <= found.clients && found.clients <= high);
  }));
});

Deno.test("nextLevel: one failure among three does not fail a level; a level passed once goes on", () => {
  const tried = (clients: number, ...passed: boolean[]) =>
    passed.map((passed) => ({ clients, passed }));
  assert.deepEqual(nextLevel([], RULES), { clients: 5 });
  const ramp = [...tried(5, true), ...tried(10, false)];
  assert.deepEqual(nextLevel(ramp, RULES), { clients: 10 });
  assert.deepEqual(nextLevel([...ramp, ...tried(10, true, true)], RULES), { clients: 20 });
  assert.deepEqual(nextLevel([...ramp, ...tried(10, false)], RULES), { clients: 7 });
});

Deno.test("rangeOf takes in every level on which attempts disagreed", () => {
  const attempts = [[90, true], [95, false], [95, true], [95, true], [100, false]] as const;
  const seen = attempts.map(([clients, passed]) => ({ clients, passed }));
  assert.deepEqual(rangeOf(seen, { clients: 95, failed: 100 }), [95, 100]);
  assert.deepEqual(rangeOf(seen, { clients: 90, failed: 100 }), [90, 100]);
});
