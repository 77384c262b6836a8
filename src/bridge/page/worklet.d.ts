/** What an AudioWorklet's global scope has, and the type library of pages has not. */
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(
  name: string,
  processor: new () => {
    process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
  },
): void;
/** Frames in a second, and when the block that is processed begins, in seconds. */
declare const sampleRate: number;
declare const currentTime: number;
