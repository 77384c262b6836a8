import type { SpeechFixture } from "../audio/fixture.ts";
import { REALTIME_SAMPLE_RATE } from "../protocol/events.ts";

/** Sample values that no room tone has: of all frames, and of the last one. */
const [SPOKEN, LAST] = [0x1111, 0x2222];
/** How the audio of a frame begins whose first three samples are {@linkcode LAST}. */
const END_MARK = new Uint8Array(6).fill(LAST & 0xff).toBase64();
const AUDIO_AT = '{"type":"input_audio_buffer.append","audio":"'.length;

/** A sentence whose last frame can be told on arrival; its speech ends in the middle of that frame. */
export function truthSpeech(frameMs: number, frames: number): SpeechFixture {
  const frameSamples = frameMs * REALTIME_SAMPLE_RATE / 1000;
  const samples = new Int16Array(frames * frameSamples).fill(SPOKEN);
  samples.fill(LAST, (frames - 1) * frameSamples);
  return {
    name: "truth",
    path: "truth.wav",
    samples,
    firstSpeechSample: 0,
    lastSpeechSample: samples.length - frameSamples / 2 - 1,
    boundsFrom: "manifest",
  };
}

/** Whether a text frame is the append that holds the end of {@linkcode truthSpeech}. */
export function holdsSpeechEnd(text: string): boolean {
  return text.startsWith(END_MARK, AUDIO_AT);
}

/** From the capture of the last speech sample to the end of the frame that holds it. */
export function endLeadMs(frameMs: number): number {
  return frameMs / 2;
}
