import assert from "node:assert/strict";
import { BUNDLED_SPEECH, loadFixtures } from "../audio/fixture.ts";
import { recogniserOf } from "./recogniser.ts";
import { Caller, noise, silence } from "./session_harness.ts";
import type { Transcriber } from "./transcriber.ts";

const PREFIX = "conversation.item.input_audio_transcription";
const DELTA = `${PREFIX}.delta` as const;
const COMPLETED = `${PREFIX}.completed` as const;
const WORDS = "one two three four five six";
const sixWords: Transcriber = () => ({ transcript: WORDS });

interface Options {
  readonly transcribe?: Transcriber;
  readonly seed?: number;
  readonly settings?: Record<string, unknown>;
}

function transcribing({ settings, ...options }: Options = {}): Caller {
  const caller = new Caller({ transcribe: sixWords, ...options });
  const transcription = { model: "gpt-4o-transcribe", ...settings };
  const session = { type: "realtime", audio: { input: { transcription } } };
  caller.send({ type: "session.update", session });
  return caller;
}

/** Says a turn of 600 ms and waits for its transcription. */
async function transcribed(options: Options = {}): Promise<Caller> {
  const caller = transcribing(options);
  await caller.takeTurn();
  await caller.clock.advance(10_000);
  return caller;
}

Deno.test("a turn's words come one by one, then all of them, and belong to its item", async () => {
  const caller = await transcribed();
  const { item_id } = caller.last("input_audio_buffer.committed");
  const deltas = caller.all(DELTA);
  assert.equal(deltas.map(({ delta }) => delta).join(""), WORDS);
  assert.equal(deltas.length, 6);
  const completed = caller.last(COMPLETED);
  assert.equal(completed.transcript, WORDS);
  for (const event of [...deltas, completed]) {
    assert.deepEqual([event.item_id, event.content_index], [item_id, 0]);
  }
  caller.send({ type: "conversation.item.retrieve", item_id });
  const content = [{ type: "input_audio", transcript: WORDS }];
  const { item } = caller.last("conversation.item.retrieved");
  assert.deepEqual(item.type === "message" && item.content, content);
});

Deno.test("the times are drawn around those that were captured, from the seed", async () => {
  const times = async (seed: number) => {
    const caller = await transcribed({ seed });
    const committedMs = caller.firstMs("input_audio_buffer.committed");
    const firstMs = caller.firstMs(DELTA);
    assert.ok(Math.abs(caller.firstMs(COMPLETED) - firstMs - 221.4) < 0.001);
    return firstMs - committedMs;
  };
  const draws = await Promise.all(Array.from({ length: 101 }, (_, seed) => times(seed)));
  const median = draws.sort((a, b) => a - b)[50]!;
  assert.ok(median > 1100 && median < 1280, `median ${median}`);
  assert.equal(await times(3), await times(3));
});

Deno.test("no reply waits for it", async () => {
  const caller = await transcribed();
  assert.ok(caller.firstMs("response.done") < caller.firstMs(DELTA));
});

Deno.test("it comes for a turn that the client commits, too, and not where none is wanted", async () => {
  const caller = transcribing();
  await caller.speak(noise(300));
  caller.send({ type: "input_audio_buffer.commit" });
  await caller.clock.advance(10_000);
  assert.equal(caller.last(COMPLETED).transcript, WORDS);
  const without = new Caller({ transcribe: sixWords });
  await without.takeTurn();
  await without.clock.advance(10_000);
  assert.equal(without.all(COMPLETED).length, 0);
});

Deno.test("the transcriber is given the turn's audio, 300 ms before it and its silence", async () => {
  const heard: number[] = [];
  const caller = transcribing({
    transcribe: ({ samples, sampleRateHz }) => {
      heard.push(samples.length / sampleRateHz);
      return { transcript: "" };
    },
  });
  await caller.speak(silence(1000));
  await caller.takeTurn();
  await caller.speak(silence(1000));
  await caller.takeTurn();
  assert.deepEqual(heard, [0.9, 0.9]);
});

Deno.test("a bundled recording is transcribed word for word", async () => {
  const speech = await loadFixtures(BUNDLED_SPEECH);
  const caller = transcribing({ transcribe: recogniserOf(speech) });
  for (const { samples, transcript } of speech) {
    await caller.speak(samples);
    await caller.speak(silence(400));
    await caller.clock.advance(10_000);
    assert.equal(caller.last(COMPLETED).transcript, transcript);
  }
  assert.equal(caller.all(COMPLETED).length, speech.length);
});

Deno.test("usage is in tokens for the gpt-4o family and in seconds for all others", async () => {
  const usage = async (model: string) =>
    (await transcribed({ settings: { model, prompt: "Numbers." } })).last(COMPLETED).usage;
  for (const model of ["gpt-4o-transcribe", "gpt-4o-mini-transcribe"]) {
    assert.deepEqual(await usage(model), {
      type: "tokens",
      total_tokens: 15,
      input_tokens: 8,
      input_token_details: { text_tokens: 2, audio_tokens: 6 },
      output_tokens: 7,
    });
  }
  for (const model of ["whisper-1", "gpt-transcribe", "gpt-live-transcribe"]) {
    assert.deepEqual(await usage(model), { type: "duration", seconds: 0.6 });
  }
});

Deno.test("whisper-1 says all at once, a diarizing model who spoke, and silence nothing", async () => {
  const whisper = await transcribed({ settings: { model: "whisper-1" } });
  assert.deepEqual(whisper.all(DELTA).map(({ delta }) => delta), [WORDS]);
  const diarized = await transcribed({ settings: { model: "gpt-4o-transcribe-diarize" } });
  const { text, speaker, start, end } = diarized.last(`${PREFIX}.segment`);
  assert.deepEqual([text, speaker, start, end], [WORDS, "A", 0, 0.6]);
  assert.equal(diarized.all(DELTA).length, 0);
  const silent = await transcribed({ transcribe: () => ({ transcript: "" }) });
  assert.equal(silent.all(DELTA).length, 0);
  assert.equal(silent.last(COMPLETED).transcript, "");
});

Deno.test("a transcription can fail, and the session goes on", async () => {
  const failure = { type: "transcription_error", code: "audio_unintelligible", message: "No." };
  const caller = await transcribed({ transcribe: () => ({ failure }) });
  const { error, item_id } = caller.last(`${PREFIX}.failed`);
  assert.deepEqual(error, failure);
  assert.equal(item_id, caller.last("input_audio_buffer.committed").item_id);
  assert.equal(caller.all(COMPLETED).length, 0);
  assert.equal(caller.last("response.done").response.status, "completed");
});
