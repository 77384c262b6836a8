import type { AudioCoding } from "./audio_coding.ts";

const NOTHING = new Uint8Array();

/** Reads samples from a stream of bytes that may be cut anywhere, also within a sample. */
export class SampleReader {
  readonly #coding: AudioCoding;
  #rest: Uint8Array = NOTHING;

  constructor(coding: AudioCoding) {
    this.#coding = coding;
  }

  /** The samples may be a view of the bytes. */
  read(bytes: Uint8Array): Int16Array {
    const { bytesPerSample, decode } = this.#coding;
    const all = this.#rest.length === 0 ? bytes : joined(this.#rest, bytes);
    const wholeBytes = all.length - all.length % bytesPerSample;
    this.#rest = wholeBytes === all.length ? NOTHING : all.slice(wholeBytes);
    return decode(wholeBytes === all.length ? all : all.subarray(0, wholeBytes));
  }
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}
