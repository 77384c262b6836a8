/** For tests: a caller on a virtual clock, and what it hears. */
import type { ClientEvent } from "../protocol/events.ts";
import { parseDistribution } from "../random/distribution.ts";
import { type Random, seeded } from "../random/random.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import { assertConforms } from "./conformance.ts";
import type { Outgoing } from "./misbehaviour/outgoing.ts";
import { Path } from "./misbehaviour/path.ts";
import { readFaults } from "./misbehaviour/read_faults.ts";
import { recogniserOf } from "./recogniser.ts";
import { prepareRepertoire } from "./repertoire.ts";
import type { LoadedRule } from "./rule.ts";
import { MockSession, type SessionDeps } from "./session.ts";
import { defaultSession } from "./session_config.ts";
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

export interface CallerOptions extends Partial<Omit<SessionDeps, "think" | "repertoire">> {
  readonly think?: string;
  readonly seed?: number;
  readonly script?: readonly LoadedRule[];
  /** As `--fault` takes them; they must be sound. */
  readonly faults?: readonly string[];
}

export class Caller {
  readonly clock = new VirtualClock(5000);
  readonly heard: { readonly atMs: number; readonly event: WireEvent }[] = [];
  /** What left that is no event. */
  readonly left: Exclude<Outgoing, { kind: "event" }>[] = [];
  readonly faultsGiven: string[] = [];
  readonly path: Path;
  readonly session: MockSession;

  constructor(
    {
      think = "300",
      seed = 1,
      number = 1,
      script = [],
      faults = [],
      template = defaultSession("gpt-realtime-2.1"),
      transcribe = recogniserOf([]),
      ...deps
    }: CallerOptions = {},
  ) {
    const random = (stream: string) => seeded(seed, stream);
    const path = this.path = this.#openPath(faults, number, random);
    this.session = new MockSession({
      clock: this.clock,
      random,
      number,
      template,
      limitMs: 3_600_000,
      transcribe,
      think: parseDistribution(think),
      pace: "burst",
      repertoire: prepareRepertoire([REPLY], script),
      send: (event) => path.send(event),
      close: (code, reason) => path.close(code, reason),
      ...deps,
    });
  }

  get closed(): { readonly code: number; readonly reason: string } | undefined {
    const item = this.left.find((item) => item.kind === "close");
    return item && { code: item.code, reason: item.reason };
  }

  #openPath(faults: readonly string[], number: number, random: (stream: string) => Random): Path {
    const { rules, problems } = readFaults(faults);
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    const onGiven = ({ text }: { text: string }) => this.faultsGiven.push(text);
    const path = new Path({ clock: this.clock, number, rules, random, onGiven });
    path.open({
      leave: (item) => this.#hear(item),
      receive: (text) => this.session.receive(text),
    });
    return path;
  }

  #hear(item: Outgoing): void {
    if (item.kind !== "event") return void this.left.push(item);
    assertConforms(item.event);
    this.heard.push({ atMs: this.clock.now(), event: item.event });
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
