import assert from "node:assert/strict";
import { normal, seeded } from "../random/random.ts";
import { changePoints } from "./change_points.ts";

/**
 * Flow of the Nile at Aswan, 1871 to 1970, 10⁸ m³ (G. W. Cobb, Biometrika 65, 1978): the textbook case,
 * with one change, between 1898 and 1899.
 */
// deno-fmt-ignore
const NILE = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180,
  799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701,
  916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862,
  698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812,
  742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906,
  901, 1170, 912, 746, 919, 718, 714, 740,
];

Deno.test("changePoints finds the published change of the Nile, and no other", () => {
  assert.equal(NILE.length, 100);
  assert.deepEqual(changePoints(NILE, 0.01, 1), [28]);
  assert.deepEqual(changePoints(NILE, 0.01, 2), [28]);
});

Deno.test("changePoints finds several levels, where they begin", () => {
  const random = seeded(5, "levels");
  const level = (mean: number, count: number) =>
    Array.from({ length: count }, () => mean + normal(random));
  const found = changePoints([...level(0, 30), ...level(6, 25), ...level(2, 30)], 0.01, 1);
  assert.deepEqual(found, [30, 55]);
});

Deno.test("changePoints sees a new level once it has lasted some runs, and no single slow run", () => {
  const random = seeded(6, "end");
  const calm = Array.from({ length: 40 }, () => normal(random));
  assert.deepEqual(changePoints([...calm, 9, 10, 8, 11, 9, 10], 0.01, 1), [40]);
  assert.deepEqual(changePoints([...calm.slice(0, 20), 1000, ...calm.slice(20)], 0.01, 1), []);
  assert.deepEqual(changePoints(Array(50).fill(3), 0.01, 1), []);
  assert.deepEqual(changePoints([], 0.01, 1), []);
});

Deno.test("changePoints cries wolf as often as it may: 5 %, skewed values", () => {
  const rounds = 600;
  let found = 0;
  for (let round = 0; round < rounds; round++) {
    const random = seeded(round, "no change");
    const values = Array.from({ length: 30 }, () => Math.exp(normal(random)));
    if (changePoints(values, 0.05, round).length > 0) found++;
  }
  // 30 expected, with a standard deviation of 5.3.
  assert.ok(found >= 14 && found <= 48, `${found} of ${rounds}`);
});

/** The statistic spelt out with pairs (Pettitt's U), against the ranks that the code adds up. */
Deno.test("changePoints cuts where Pettitt's pairwise count, weighted, is largest", () => {
  for (let round = 0; round < 20; round++) {
    const random = seeded(round, "oracle");
    const values = Array.from({ length: 40 }, (_, i) => normal(random) + (i < 17 ? 0 : 4));
    const n = values.length;
    const weighted = (t: number) => {
      let u = 0;
      for (let i = 0; i < t; i++) {
        for (let j = t; j < n; j++) u += Math.sign(values[i]! - values[j]!);
      }
      return Math.abs(u) / Math.sqrt(t * (n - t));
    };
    const places = Array.from({ length: n - 9 }, (_, i) => i + 5);
    const best = places.reduce((a, b) => weighted(b) > weighted(a) ? b : a);
    assert.ok(changePoints(values, 0.01, 1).includes(best));
  }
});
