import assert from "node:assert/strict";
import { prepareRepertoire, voiced } from "./repertoire.ts";
import { noise } from "./session_harness.ts";

const VOICES = [
  { transcript: "Yes.", samples: noise(300) },
  { transcript: "Certainly, at once.", samples: noise(1200) },
];

Deno.test("a text is said with the recording whose length comes nearest", () => {
  const { replies } = prepareRepertoire(VOICES);
  const lengths = [
    "No.",
    "It is raining.",
    "It is raining in all of the country, from coast to coast.",
  ]
    .map((text) => voiced(text, replies))
    .map(({ transcript, clip }) => [transcript.length, clip.durationMs]);
  assert.deepEqual(lengths, [[3, 300], [14, 1200], [57, 1200]]);
});

Deno.test("a rule says its preamble, its text or audio and its calls, in this order", () => {
  const call = { kind: "call", name: "look", arguments: "{}" } as const;
  const { rules } = prepareRepertoire(VOICES, [
    { when: {}, preamble: "Hm.", say: "Well.", calls: [call], pace: "realtime" },
    { when: {}, say: "With my own voice.", audio: noise(700), calls: [] },
    { when: {}, audio: noise(700), calls: [] },
  ]);
  const outlines = rules.map(({ answer }) =>
    answer.outputs.map((output) =>
      output.kind === "call"
        ? output.name
        : `${output.speech.transcript} ${output.speech.clip.durationMs}`
    )
  );
  assert.deepEqual(outlines, [["Hm. 300", "Well. 300", "look"], ["With my own voice. 700"], [
    " 700",
  ]]);
  assert.equal(rules[0]!.answer.pace, "realtime");
});
