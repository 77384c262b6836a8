/** The rate of the audio device that is played here. */
export const DEVICE_RATE_HZ = 48_000;
/** What a processor is given at a time. */
const BLOCK = 128;

/** One processor of a worklet's script in a global scope as browsers give it, and its clock. */
export class FakeWorklet<Request, Report> {
  /** What it has posted. */
  readonly reports: Report[] = [];
  readonly #processor: Processor<Request>;
  #blocks = 0;

  /** Runs the script, which registers one processor, and makes one of it. */
  static async load<Request, Report>(script: string): Promise<FakeWorklet<Request, Report>> {
    let registered: (new () => Processor<Request>) | undefined;
    const reports: Report[] = [];
    Object.assign(globalThis, {
      sampleRate: DEVICE_RATE_HZ,
      currentTime: 0,
      AudioWorkletProcessor: class {
        port = { postMessage: (report: Report) => void reports.push(report) };
      },
      registerProcessor: (_name: string, made: new () => Processor<Request>) => registered = made,
    });
    // Each test its own copy: a script is run once for each address.
    await import(`${import.meta.resolve(script)}?${crypto.randomUUID()}`);
    return new FakeWorklet(new registered!(), reports);
  }

  private constructor(processor: Processor<Request>, reports: Report[]) {
    this.#processor = processor;
    this.reports = reports;
  }

  /** What is processed next begins then, on the context's clock. */
  get nowS(): number {
    return this.#blocks * BLOCK / DEVICE_RATE_HZ;
  }

  ask(data: Request): void {
    this.#processor.port.onmessage!({ data });
  }

  /** Processes what the device captured. @returns what it plays, as long as that. */
  run(input: Float32Array): Float32Array {
    const played = new Float32Array(input.length);
    for (let at = 0; at < input.length; at += BLOCK) {
      Object.assign(globalThis, { currentTime: this.nowS });
      const block = [input.subarray(at, at + BLOCK)];
      this.#processor.process([block], [[played.subarray(at, at + BLOCK)]]);
      this.#blocks++;
    }
    return played;
  }
}

interface Processor<Request> {
  readonly port: { onmessage?: (event: { data: Request }) => void };
  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
}
