import type { SpeechFixture } from "../audio/fixture.ts";
import { REALTIME_SAMPLE_RATE } from "../protocol/events.ts";
import { normal, type Random } from "../random/random.ts";

/** A fixture ready to be sent: one `input_audio_buffer.append` as JSON text per frame, made once. */
export interface EncodedSpeech {
  readonly name: string;
  readonly frames: readonly string[];
  /** From the first sample of the first frame to the capture of the first speech sample. */
  readonly speechStartMs: number;
  /** From the first sample of the first frame to the capture of the last speech sample. */
  readonly speechEndMs: number;
}

/** RMS of the room in 16-bit steps: −70 dBFS, a quiet office through a headset. */
const ROOM_RMS = 32768 * 10 ** (-70 / 20);
const ROOM_MS = 1000;

const SAMPLES_PER_MS = REALTIME_SAMPLE_RATE / 1000;

/** Cuts a fixture into frames; what the last one lacks is filled with the room's tone. */
export function encodeSpeech(
  fixture: SpeechFixture,
  frameMs: number,
  random: Random,
): EncodedSpeech {
  const frameSamples = frameMs * SAMPLES_PER_MS;
  const frameCount = Math.ceil(fixture.samples.length / frameSamples);
  const samples = roomSamples(frameCount * frameSamples, random);
  samples.set(fixture.samples);
  return {
    name: fixture.name,
    frames: cut(samples, frameSamples),
    speechStartMs: fixture.firstSpeechSample / SAMPLES_PER_MS,
    // A sample has been captured when its period is over.
    speechEndMs: (fixture.lastSpeechSample + 1) / SAMPLES_PER_MS,
  };
}

/** About a second of room tone, to be repeated. */
export function encodeRoom(frameMs: number, random: Random): readonly string[] {
  const frameSamples = frameMs * SAMPLES_PER_MS;
  const frameCount = Math.ceil(ROOM_MS / frameMs);
  return cut(roomSamples(frameCount * frameSamples, random), frameSamples);
}

function roomSamples(count: number, random: Random): Int16Array {
  return Int16Array.from({ length: count }, () => Math.round(ROOM_RMS * normal(random)));
}

function cut(samples: Int16Array, frameSamples: number): string[] {
  const frames: string[] = [];
  for (let i = 0; i < samples.length; i += frameSamples) {
    frames.push(append(samples.subarray(i, i + frameSamples)));
  }
  return frames;
}

function append(samples: Int16Array): string {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  samples.forEach((sample, i) => view.setInt16(2 * i, sample, true));
  return JSON.stringify({ type: "input_audio_buffer.append", audio: bytes.toBase64() });
}
