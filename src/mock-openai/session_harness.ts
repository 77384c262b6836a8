/** For tests: a caller on a virtual clock, and what it hears. */
import type { ClientEvent } from "../protocol/events.ts";
import { type Distribution, parseDistribution } from "../random/distribution.ts";
import { seeded } from "../random/random.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import type { Outgoing } from "./misbehaviour/outgoing.ts";
import { Path } from "./misbehaviour/path.ts";
import { readFaults } from "./misbehaviour/read_faults.ts";
import { MockSession } from "./session.ts";
import { prepareReply } from "./voice.ts";
import type { WireEvent, WireEventOf } from "./wire.ts";

const FRAME_MS = 20;
const SAMPLES_PER_MS = 24;

/** White noise at about −20 dBFS: loud for every usual threshold. */
export function noise(ms: number): Int16Array {
  const random = seeded(1, "noise");
  return Int16Array.from({ length: ms * SAMPLES_PER_MS }, () => (random() - 0.5) * 10_000);
}

export function silence(ms: number): Int16Array {
  return new Int16Array(ms * SAMPLES_PER_MS);
}

export function toBase64(samples: Int16Array): string {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength).toBase64();
}

/** A second of audio, three words. */
export const REPLY = { transcript: "Yes, of course.", samples: noise(1000) };

export interface CallerOptions {
  readonly think?: string;
  readonly seed?: number;
  /** As `--fault` takes them; they must be sound. */
  readonly faults?: readonly string[];
  /** Of the session within its mock. */
  readonly number?: number;
}

export class Caller {
  readonly clock = new VirtualClock(5000);
  readonly heard: { readonly atMs: number; readonly event: WireEvent }[] = [];
  /** What left that is no event. */
  readonly left: Exclude<Outgoing, { kind: "event" }>[] = [];
  readonly faultsGiven: string[] = [];
  readonly path: Path;
  readonly session: MockSession;

  constructor({ think = "300", seed = 1, faults = [], number = 1 }: CallerOptions = {}) {
    const random = (stream: string) => seeded(seed, stream);
    const { rules, problems } = readFaults(faults);
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    const path = this.path = new Path({
      clock: this.clock,
      number,
      rules,
      random,
      onGiven: ({ text }) => this.faultsGiven.push(text),
    });
    path.open({
      leave: (item) => this.#hear(item),
      receive: (text) => this.session.receive(text),
    });
    this.session = new MockSession({
      clock: this.clock,
      random,
      model: "gpt-realtime-2.1",
      think: parseDistribution(think) satisfies Distribution,
      replies: [prepareReply(REPLY)],
      send: (event) => path.send(event),
      close: (code, reason) => path.close(code, reason),
    });
  }

  get closed(): { readonly code: number; readonly reason: string } | undefined {
    return this.left.find((item) => item.kind === "close");
  }

  #hear(item: Outgoing): void {
    if (item.kind === "event") this.heard.push({ atMs: this.clock.now(), event: item.event });
    else this.left.push(item);
  }

  send(event: ClientEvent | Record<string, unknown>): void {
    this.path.take(JSON.stringify(event));
  }

  /** Sends audio in frames of 20 ms, each when its last sample is captured. */
  async speak(samples: Int16Array): Promise<void> {
    const size = FRAME_MS * SAMPLES_PER_MS;
    for (let start = 0; start < samples.length; start += size) {
      await this.clock.advance(FRAME_MS);
      const audio = toBase64(samples.slice(start, start + size));
      this.send({ type: "input_audio_buffer.append", audio });
    }
  }

  /** Says something and falls silent for as long as the default turn detection wants. */
  async takeTurn(): Promise<void> {
    await this.speak(noise(400));
    await this.speak(silence(200));
  }

  /** The types heard since the last call of this, in order. */
  newTypes(): string[] {
    const types = this.heard.slice(this.#told).map(({ event }) => event.type);
    this.#told = this.heard.length;
    return types;
  }
  #told = 0;

  all<T extends WireEvent["type"]>(type: T): WireEventOf<T>[] {
    return this.heard.map(({ event }) => event)
      .filter((event): event is WireEventOf<T> => event.type === type);
  }

  /** The last event of the type; it must have been heard. */
  last<T extends WireEvent["type"]>(type: T): WireEventOf<T> {
    return this.all(type).at(-1)!;
  }

  /** When the first event of the type was heard. */
  firstMs(type: WireEvent["type"]): number {
    return this.heard.find(({ event }) => event.type === type)!.atMs;
  }
}
