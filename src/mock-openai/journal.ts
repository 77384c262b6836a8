import { base64Bytes } from "../protocol/decode.ts";
import type { Clock } from "../time/clock.ts";
import { bytesPerMs } from "./audio_coding.ts";
import type { MockObserver, Passage, SessionEnd } from "./observer.ts";
import type { WireEvent } from "./wire.ts";

export type Counts = Record<string, number>;

/** What is known of one session, as `GET /_ttfa/sessions` shows it. */
export interface SessionEntry {
  readonly session: number;
  /** `null` where it only transcribes. */
  readonly model: string | null;
  readonly opened_at: string;
  readonly ended: SessionEnd | null;
  readonly audio_received_ms: number;
  /** By the status of their `response.done`. */
  readonly replies: Counts;
  /** By the kind of fault. */
  readonly faults: Counts;
  /** Where the client left the recording that it is played: the first times. */
  readonly departures: readonly string[];
  /** How often in all. */
  readonly departed: number;
}

type Entry = { -readonly [K in keyof SessionEntry]: SessionEntry[K] } & {
  departures: string[];
  bytesPerMs: number;
};

/** So many sessions are remembered; the totals count all. */
const REMEMBERED = 1_000;
const DEPARTURES_KEPT = 20;
const PCM_BYTES_PER_MS = bytesPerMs({ type: "audio/pcm" });

/** Keeps count of what happens: per session for as long as it is remembered, and in total. */
export class Journal implements MockObserver {
  readonly #clock: Clock;
  readonly #entries = new Map<number, Entry>();
  readonly totals = {
    opened: 0,
    open: 0,
    /** By `by` and `code`, e.g. `client 1000`. */
    ended: {} as Counts,
    audioReceivedMs: 0,
    replies: {} as Counts,
    faults: {} as Counts,
  };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The sessions that are remembered, oldest first. */
  get sessions(): SessionEntry[] {
    return [...this.#entries.values()].map(({ bytesPerMs: _, ...entry }) => entry);
  }

  onOpen(session: number, model: string | null): void {
    this.totals.opened++;
    this.totals.open++;
    this.#entries.set(session, {
      session,
      model,
      opened_at: new Date(this.#clock.wallMs()).toISOString(),
      ended: null,
      audio_received_ms: 0,
      replies: {},
      faults: {},
      departures: [],
      departed: 0,
      bytesPerMs: PCM_BYTES_PER_MS,
    });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > REMEMBERED) this.#entries.delete(oldest!);
  }

  onPassage({ session, direction, event }: Passage): void {
    if (direction === "out") this.#leave(session, event);
    else if (event?.type === "input_audio_buffer.append") this.#hear(session, event.audio);
  }

  #hear(session: number, audio: string): void {
    const entry = this.#entries.get(session);
    const ms = base64Bytes(audio) / (entry?.bytesPerMs ?? PCM_BYTES_PER_MS);
    if (entry) entry.audio_received_ms += ms;
    this.totals.audioReceivedMs += ms;
  }

  #leave(session: number, event: WireEvent | undefined): void {
    const entry = this.#entries.get(session);
    switch (event?.type) {
      case "session.created":
      case "session.updated":
        if (entry) entry.bytesPerMs = bytesPerMs(event.session.audio.input.format);
        break;
      case "response.done":
        this.#count(session, "replies", event.response.status ?? "unknown");
    }
  }

  onEnd(session: number, end: SessionEnd): void {
    this.totals.open--;
    add(this.totals.ended, `${end.by} ${end.code}`);
    const entry = this.#entries.get(session);
    if (entry) entry.ended = end;
  }

  onFault(session: number | undefined, kind: string): void {
    this.#count(session, "faults", kind);
  }

  onDeparture(session: number, what: string): void {
    const entry = this.#entries.get(session);
    if (entry && ++entry.departed <= DEPARTURES_KEPT) entry.departures.push(what);
  }

  #count(session: number | undefined, what: "replies" | "faults", name: string): void {
    add(this.totals[what], name);
    const entry = session === undefined ? undefined : this.#entries.get(session);
    if (entry) add(entry[what], name);
  }
}

function add(counts: Counts, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
