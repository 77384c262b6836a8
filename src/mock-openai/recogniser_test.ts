import assert from "node:assert/strict";
import { BUNDLED_REPLIES, BUNDLED_SPEECH, loadFixtures } from "../audio/fixture.ts";
import { decodeMuLaw, encodeMuLaw } from "../audio/g711.ts";
import { resample } from "../audio/resample.ts";
import { seeded } from "../random/random.ts";
import { recogniserOf, UNRECOGNISED } from "./recogniser.ts";
import { noise, silence } from "./session_harness.ts";

const SPEECH = await loadFixtures(BUNDLED_SPEECH);
const KNOWN = [...SPEECH, ...await loadFixtures(BUNDLED_REPLIES)];
const recognise = recogniserOf(KNOWN);

function words(samples: Int16Array, sampleRateHz = 24_000): string {
  const result = recognise({ samples, sampleRateHz });
  return "transcript" in result ? result.transcript : "";
}

function joined(...parts: Int16Array[]): Int16Array {
  return Int16Array.from(parts.flatMap((part) => [...part]));
}

/** The noise of a room, all over the samples and around them, at this RMS level. */
function inRoom(samples: Int16Array, leadMs: number, dbfs: number, rateHz = 24_000): Int16Array {
  const random = seeded(1, "room");
  const pad = (ms: number) => new Int16Array(Math.round(ms * rateHz / 1000));
  const peak = 32_768 * 10 ** (dbfs / 20) * Math.sqrt(3);
  return joined(pad(leadMs), samples, pad(500))
    .map((sample) => Math.max(-32_768, Math.min(32_767, sample + (2 * random() - 1) * peak)));
}

for (const { name, samples, transcript } of KNOWN) {
  Deno.test(`${name} is recognised, clean, in a room, from afar and by telephone`, () => {
    assert.equal(words(samples), transcript);
    assert.equal(words(inRoom(samples, 307, -48)), transcript);
    assert.equal(words(inRoom(samples.map((sample) => sample / 3), 511.3, -60)), transcript);
    const telephone = inRoom(resample(samples, 24_000, 8000), 203, -50, 8000);
    assert.equal(words(decodeMuLaw(encodeMuLaw(telephone)), 8000), transcript);
  });

  Deno.test(`${name} is not recognised backwards or from half of it`, () => {
    assert.equal(words(samples.toReversed()), UNRECOGNISED);
    assert.equal(words(samples.subarray(0, samples.length / 2)), UNRECOGNISED);
  });
}

Deno.test("each recording in a turn is found, in order", () => {
  const [one, two, three] = SPEECH;
  const turn = joined(two!.samples, silence(400), noise(300), one!.samples, three!.samples);
  assert.equal(words(turn), `${two!.transcript} ${one!.transcript} ${three!.transcript}`);
});

Deno.test("silence has no words, and no recording but the known ones any either", () => {
  assert.equal(words(silence(2000)), "");
  assert.equal(words(new Int16Array()), "");
  assert.equal(words(noise(2000)), UNRECOGNISED);
  const [{ samples }] = SPEECH as [typeof SPEECH[0]];
  const ofNothing = recogniserOf([{ samples, firstSpeechSample: 0, lastSpeechSample: 24_000 }]);
  assert.deepEqual(ofNothing({ samples, sampleRateHz: 24_000 }), { transcript: UNRECOGNISED });
});
