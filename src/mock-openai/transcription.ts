import { type Distribution, draw } from "../random/distribution.ts";
import type { Random } from "../random/random.ts";
import type { Clock } from "../time/clock.ts";
import type { Entry } from "./conversation.ts";
import type { Outbox } from "./outbox.ts";
import { playTimeline, type TimedStep } from "./timeline.ts";
import type { Transcription } from "./transcriber.ts";
import { transcriptionUsage } from "./transcription_usage.ts";
import { wordsOf } from "./voice.ts";
import type { EventBody, WireTranscription } from "./wire.ts";

/**
 * From the commit to the first delta. The median is that of the one capture of the live service, the
 * spread that of a published benchmark of gpt-4o-transcribe (637 ms at p50, 965 at p95).
 */
const FIRST_DELTA: Distribution = { kind: "lognormal", medianMs: 1190, sigma: 0.25 };
/** As captured: six deltas within 22 ms, and the end 221 ms after the first of them. */
const DELTA_STEP_MS = 4.4;
const COMPLETED_AFTER_DELTAS_MS = 195;

const PREFIX = "conversation.item.input_audio_transcription";
type PartBody = Extract<
  EventBody,
  { type: `${typeof PREFIX}.delta` } | { type: `${typeof PREFIX}.segment` }
>;

export interface TranscriptionDeps {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly random: Random;
}

/** Tells what was said in a committed turn, in its own time: no response waits for it. */
export function playTranscription(
  { clock, outbox, random }: TranscriptionDeps,
  settings: WireTranscription,
  entry: Entry,
  result: Transcription,
): void {
  const place = { item_id: entry.id, content_index: 0 };
  const firstMs = clock.now() + draw(FIRST_DELTA, random);
  if ("failure" in result) {
    clock.at(firstMs, () => {
      outbox.emit({ type: `${PREFIX}.failed`, ...place, error: result.failure });
    });
    return;
  }
  const { transcript } = result;
  const steps = partsOf(settings, entry, transcript, outbox).map((part, i): TimedStep => ({
    dueMs: firstMs + i * DELTA_STEP_MS,
    run: () => outbox.emit(part()),
  }));
  const complete = () => {
    entry.item = withTranscript(entry.item, transcript);
    const usage = transcriptionUsage(settings, entry.audioMs, transcript);
    outbox.emit({ type: `${PREFIX}.completed`, ...place, transcript, usage });
  };
  const dueMs = firstMs + steps.length * DELTA_STEP_MS + COMPLETED_AFTER_DELTAS_MS;
  playTimeline(clock, [...steps, { dueMs, run: complete }]);
}

/** What comes before the whole transcript: words, for whisper-1 all at once, or who said what. */
function partsOf(
  { model }: WireTranscription,
  { id: item_id, audioMs }: Entry,
  transcript: string,
  outbox: Outbox,
): (() => PartBody)[] {
  if (transcript === "") return [];
  const place = { item_id, content_index: 0 };
  if (model?.endsWith("-diarize")) {
    return [() => ({
      type: `${PREFIX}.segment`,
      ...place,
      id: outbox.makeId("seg"),
      text: transcript,
      speaker: "A",
      start: 0,
      end: audioMs / 1000,
    })];
  }
  const deltas = model === "whisper-1" ? [transcript] : wordsOf(transcript);
  return deltas.map((delta) => () => ({
    type: `${PREFIX}.delta`,
    ...place,
    delta,
    obfuscation: outbox.padding(delta),
  }));
}

function withTranscript(item: Entry["item"], transcript: string): Entry["item"] {
  if (item.type !== "message" || item.role !== "user") return item;
  return { ...item, content: item.content.map((part) => ({ ...part, transcript })) };
}
