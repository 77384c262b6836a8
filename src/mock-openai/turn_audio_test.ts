import assert from "node:assert/strict";
import { TurnAudio } from "./turn_audio.ts";

Deno.test("the latest turn is kept, and what was copied before stays as it was", () => {
  const audio = new TurnAudio();
  assert.deepEqual(audio.copy().samples, new Int16Array());
  audio.keep({ samples: Int16Array.of(1, 2, 3), sampleRateHz: 24_000 });
  const first = audio.copy();
  audio.keep({ samples: Int16Array.of(4, 5), sampleRateHz: 8000 });
  assert.deepEqual(first, { samples: Int16Array.of(1, 2, 3), sampleRateHz: 24_000 });
  assert.deepEqual(audio.copy(), { samples: Int16Array.of(4, 5), sampleRateHz: 8000 });
});

Deno.test("it is a copy of what it is given", () => {
  const audio = new TurnAudio();
  const samples = Int16Array.of(1, 2);
  audio.keep({ samples, sampleRateHz: 24_000 });
  samples.fill(9);
  assert.deepEqual(audio.copy().samples, Int16Array.of(1, 2));
});
