import assert from "node:assert/strict";
import type { Answer, Output } from "./answer.ts";
import { Clip } from "./clip.ts";
import { type Course, type CourseSettings, planCourse } from "./course.ts";
import { noise } from "./session_harness.ts";

const SPEECH: Output = {
  kind: "message",
  speech: { transcript: "Yes, of course.", clip: new Clip(noise(1000)) },
};
const CALL: Output = { kind: "call", name: "look", arguments: '{"at":1}' };
const SETTINGS: CourseSettings = {
  modality: "audio",
  delivery: { format: "audio/pcm", speed: 1, pace: "burst" },
  maxOutputTokens: "inf",
};

function plan(answer: Answer, settings: Partial<CourseSettings> = {}): Course {
  return planCourse(answer, { ...SETTINGS, ...settings });
}

/** Opening, closing and how much was said between. */
function outline({ beats }: Course): string[] {
  return beats.map(({ kind, atMs }) => `${kind} ${atMs}`).filter((line) => !line.startsWith("say"));
}

function spokenMs({ beats }: Course): number {
  return beats.reduce(
    (sum, beat) => sum + (beat.kind === "say" ? beat.utterance.durationMs : 0),
    0,
  );
}

Deno.test("one output begins when the one before it is closed", () => {
  const course = plan({ outputs: [SPEECH, CALL] });
  assert.deepEqual(outline(course), ["open 0", "close 250", "open 250", "close 266"]);
  assert.deepEqual([course.endMs, course.ending], [266, undefined]);
});

Deno.test("the first piece over the allowed tokens is not said, and the item stays open", () => {
  // Two tokens of text, then 2 + 3 of audio: the next 5 of audio are too many.
  const course = plan({ outputs: [SPEECH] }, { maxOutputTokens: 10 });
  assert.deepEqual(outline(course), ["open 0"]);
  assert.equal(spokenMs(course), 250);
  assert.deepEqual(course.ending, { status: "incomplete", reason: "max_output_tokens" });
  assert.equal(course.endMs, 62.5);
});

Deno.test("tokens that suffice change nothing", () => {
  assert.deepEqual(
    plan({ outputs: [SPEECH] }, { maxOutputTokens: 24 }),
    plan({ outputs: [SPEECH] }),
  );
});

const FILTERED = { status: "incomplete", reason: "content_filter" } as const;

Deno.test("an early end leaves open what it breaks off", () => {
  const course = plan({ outputs: [SPEECH, CALL], ending: FILTERED, endAfterMs: 100 });
  assert.deepEqual(outline(course), ["open 0"]);
  assert.deepEqual([course.endMs, course.ending], [100, FILTERED]);
  const between = plan({ outputs: [SPEECH, CALL], ending: FILTERED, endAfterMs: 255 });
  assert.deepEqual(outline(between), ["open 0", "close 250", "open 250"]);
});

Deno.test("an end without a time comes when all is said, and at once when nothing is", () => {
  const course = plan({ outputs: [SPEECH], ending: FILTERED });
  assert.deepEqual([outline(course), course.endMs, spokenMs(course)], [["open 0"], 250, 1000]);
  assert.deepEqual(plan({ outputs: [], ending: FILTERED }), {
    beats: [],
    endMs: 0,
    ending: FILTERED,
  });
});

Deno.test("whichever comes first ends it: the tokens or the failure", () => {
  const answer: Answer = { outputs: [SPEECH], ending: FILTERED, endAfterMs: 200 };
  const { ending } = plan(answer, { maxOutputTokens: 10 });
  assert.deepEqual(ending, { status: "incomplete", reason: "max_output_tokens" });
  assert.deepEqual(plan({ ...answer, endAfterMs: 10 }, { maxOutputTokens: 10 }).ending, FILTERED);
});
