import assert from "node:assert/strict";
import { normal, seeded } from "../random/random.ts";
import { findSpeech } from "./speech_bounds.ts";

type Sound = (t: number) => number;

const db = (dbfs: number) => 32768 * 10 ** (dbfs / 20);

/** A voice: pulses of 110 Hz, rich in harmonics, with syllables. */
const voice: Sound = (t) => {
  let sum = 0;
  for (let h = 1; h <= 20; h++) sum += Math.sin(2 * Math.PI * 110 * h * t) / h;
  return db(-20) * sum * (0.6 + 0.4 * Math.sin(2 * Math.PI * 4 * t));
};

/** Room noise at a level, the same on each run. */
function noise(dbfs: number): Sound {
  const random = seeded(5, "noise");
  return () => db(dbfs) * normal(random);
}

/** Soft hiss like a final f: noise without its low frequencies. */
function hiss(dbfs: number): Sound {
  const random = seeded(6, "hiss");
  let before = 0;
  return () => {
    const now = normal(random);
    const difference = now - before;
    before = now;
    return db(dbfs) * difference / Math.SQRT2;
  };
}

interface Part {
  readonly fromS: number;
  readonly toS: number;
  readonly sound: Sound;
}

function render(rateHz: number, seconds: number, parts: readonly Part[]): Int16Array {
  return Int16Array.from({ length: rateHz * seconds }, (_, i) => {
    const t = i / rateHz;
    return parts.reduce((sum, p) => p.fromS <= t && t < p.toS ? sum + p.sound(t) : sum, 0);
  });
}

const ROOM: Part = { fromS: 0, toS: 2, sound: noise(-62) };

const TOLERANCE_MS = 5;

/** Asserts where speech was found. */
function assertFound(
  samples: Int16Array,
  rateHz: number,
  [firstS, lastS]: readonly [number, number],
): void {
  const found = findSpeech(samples, rateHz);
  assert.ok(found, "found nothing");
  const firstErrorMs = 1000 * (found.firstSpeechSample / rateHz - firstS);
  const lastErrorMs = 1000 * (found.lastSpeechSample / rateHz - lastS);
  assert.ok(Math.abs(firstErrorMs) <= TOLERANCE_MS, `first is off by ${firstErrorMs} ms`);
  assert.ok(Math.abs(lastErrorMs) <= TOLERANCE_MS, `last is off by ${lastErrorMs} ms`);
}

for (const rateHz of [8000, 16000, 24000, 44100, 48000]) {
  Deno.test(`findSpeech finds a voice in room noise to 5 ms at ${rateHz} Hz`, () => {
    const spoken = { fromS: 0.3, toS: 1.5, sound: voice };
    assertFound(render(rateHz, 2, [ROOM, spoken]), rateHz, [0.3, 1.5]);
  });
}

Deno.test("findSpeech finds a voice in digital silence", () => {
  assertFound(render(24000, 2, [{ fromS: 0.3, toS: 1.5, sound: voice }]), 24000, [0.3, 1.5]);
});

Deno.test("findSpeech counts a soft final fricative under louder hum, and bridges its closure", () => {
  const hum: Part = { fromS: 0, toS: 2, sound: (t) => db(-40) * Math.sin(2 * Math.PI * 50 * t) };
  const spoken = { fromS: 0.3, toS: 1.3, sound: voice };
  const final = { fromS: 1.4, toS: 1.5, sound: hiss(-45) };
  assertFound(render(24000, 2, [ROOM, hum, spoken, final]), 24000, [0.3, 1.5]);
});

Deno.test("findSpeech counts a soft final nasal", () => {
  const final = { fromS: 1.3, toS: 1.5, sound: (t: number) => db(-45) * Math.sin(1400 * t) };
  const spoken = { fromS: 0.3, toS: 1.3, sound: voice };
  assertFound(render(24000, 2, [ROOM, spoken, final]), 24000, [0.3, 1.5]);
});

Deno.test("findSpeech is not misled by clicks or by a far soft sound", () => {
  const click = (fromS: number): Part => ({ fromS, toS: fromS + 0.003, sound: noise(-10) });
  const spoken = { fromS: 0.5, toS: 1.3, sound: voice };
  const rustle = { fromS: 1.85, toS: 1.9, sound: noise(-48) };
  const samples = render(24000, 2, [ROOM, click(0.1), click(0.4), spoken, click(1.5), rustle]);
  assertFound(samples, 24000, [0.5, 1.3]);
});

Deno.test("findSpeech finds nothing in silence, noise, clicks or too little", () => {
  const clicks = [0.5, 1, 1.5].map((fromS) => ({ fromS, toS: fromS + 0.004, sound: noise(-10) }));
  assert.equal(findSpeech(render(24000, 2, []), 24000), undefined);
  assert.equal(findSpeech(render(24000, 2, [ROOM]), 24000), undefined);
  assert.equal(findSpeech(render(24000, 2, [ROOM, ...clicks]), 24000), undefined);
  assert.equal(findSpeech(new Int16Array(10), 24000), undefined);
  assert.equal(findSpeech(new Int16Array(0), 24000), undefined);
});
