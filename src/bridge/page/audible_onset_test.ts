import assert from "node:assert/strict";
import { AudibleOnset } from "./audible_onset.js";

const RATE_HZ = 48_000;
const constant = (ms: number, amplitude: number) =>
  new Float32Array(ms * RATE_HZ / 1000).fill(amplitude);
const AUDIBLE = 10 ** (-45 / 20);
const FAINT = 10 ** (-55 / 20);

Deno.test("the onset is the first audible millisecond of 20, counted from the block's start", () => {
  const onset = new AudibleOnset(RATE_HZ);
  assert.equal(onset.feed(constant(30, 0)), undefined);
  assert.equal(onset.feed(constant(30, FAINT)), undefined);
  assert.equal(onset.feed(constant(30, AUDIBLE)), 0);
});

Deno.test("it may lie in an earlier block", () => {
  const onset = new AudibleOnset(RATE_HZ);
  assert.equal(onset.feed(constant(15, AUDIBLE)), undefined);
  assert.equal(onset.feed(constant(10, AUDIBLE)), -0.015);
});

Deno.test("what came before a reset does not count, nor does a click", () => {
  const onset = new AudibleOnset(RATE_HZ);
  onset.feed(constant(15, AUDIBLE));
  onset.reset();
  assert.equal(onset.feed(constant(15, AUDIBLE)), undefined);
  const other = new AudibleOnset(RATE_HZ);
  assert.equal(other.feed(constant(2, AUDIBLE)), undefined);
  assert.equal(other.feed(constant(40, 0)), undefined);
});
