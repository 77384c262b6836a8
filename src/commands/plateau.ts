import type { SpeechFixture } from "../audio/fixture.ts";
import type { PartLoads } from "../capacity/signs.ts";
import type { TurnSample } from "../metrics/sample.ts";
import { REALTIME_SAMPLE_RATE } from "../protocol/events.ts";
import type { Cancel, Clock } from "../time/clock.ts";

/** When all clients of a load are there, in ms from its first dial. */
export interface PlateauSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The part of a load in which all clients call: what came before it and after was measured with fewer.
 * It tells which turns were waited for then, and meters the embedded parts over that time alone.
 */
export class Plateau {
  readonly #speechMs: ReadonlyMap<string, number>;
  #beganWallMs: number | undefined;
  #cancels: readonly Cancel[] = [];
  #meter: () => Promise<PartLoads> = () => Promise.resolve({});
  #loads: Promise<PartLoads> | undefined;

  constructor(
    readonly clock: Clock,
    readonly span: PlateauSpan,
    speech: readonly SpeechFixture[],
  ) {
    this.#speechMs = new Map(speech.map((fixture) => [fixture.name, speechMsOf(fixture)]));
  }

  /** @param meter tells the load since the call before. */
  meterBy(meter: () => Promise<PartLoads>): void {
    this.#meter = meter;
  }

  /** A client dials; the load begins with the first. */
  begun(): void {
    if (this.#beganWallMs !== undefined) return;
    const { clock, span: { fromMs, toMs } } = this;
    this.#beganWallMs = clock.wallMs();
    const startMs = clock.now();
    this.#cancels = [
      clock.at(startMs + fromMs, () => void this.#meter()),
      clock.at(startMs + toMs, () => this.#loads = this.#meter()),
    ];
  }

  /** Whether the caller of a turn began to wait in it, which is when every latency of a turn begins. */
  holds({ startedAtMs, fixture }: Pick<TurnSample, "startedAtMs" | "fixture">): boolean {
    const { fromMs, toMs } = this.span;
    const saidMs = startedAtMs + (this.#speechMs.get(fixture) ?? 0) - this.#beganWallMs!;
    return saidMs >= fromMs && saidMs < toMs;
  }

  /** The load is over: how busy the embedded parts were; nothing where it ended before the plateau. */
  end(): Promise<PartLoads> {
    for (const cancel of this.#cancels) cancel();
    return this.#loads ?? Promise.resolve({});
  }
}

function speechMsOf({ firstSpeechSample, lastSpeechSample }: SpeechFixture): number {
  return (lastSpeechSample - firstSpeechSample) * 1000 / REALTIME_SAMPLE_RATE;
}
