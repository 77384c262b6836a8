import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import { Summary } from "../metrics/summary.ts";
import { SESSIONS_CSV, TURNS_CSV } from "../report/csv.ts";
import type { Dropped, Sink } from "../run/job.ts";
import type { Cancel, Clock } from "../time/clock.ts";
import type { RowsRecord, WindowRecord } from "./records.ts";

export const WINDOW_MS = 1000;
/** More values of a metric in one window are shorter as a histogram. */
const RAW_LIMIT = 500;
/** A chunk of rows is closed once it is longer than this, in characters. */
const ROWS_LENGTH = 128 * 1024;

export interface WindowOutput {
  window(record: WindowRecord): void;
  rows(record: RowsRecord): void;
}

/** Collects what the clients measure, and hands it on every second from the start of the run. */
export class WindowMaker implements Sink {
  #summary = Summary.empty();
  #turns = "";
  #sessions = "";
  #windows = 0;
  #chunks = 0;
  readonly #openSinceMs = new Map<string, number>();
  #openMs = 0;
  #cancel: Cancel | undefined;

  constructor(readonly clock: Clock, readonly output: WindowOutput) {}

  get windows(): number {
    return this.#windows;
  }

  get chunks(): number {
    return this.#chunks;
  }

  /** From `startMs` of the clock on there is a window each second. */
  start(startMs: number): void {
    const arm = () => {
      this.#cancel = this.clock.at(startMs + (this.#windows + 1) * WINDOW_MS, () => {
        this.#cut();
        arm();
      });
    };
    arm();
  }

  /** Hands on what is left, if there was a start; nothing may be told afterwards. */
  finish(): void {
    if (!this.#cancel) return;
    this.#cancel();
    this.#cut();
  }

  begun(sessionId: string): void {
    this.#openSinceMs.set(sessionId, this.clock.now());
  }

  turn(sample: TurnSample): void {
    this.#summary.addTurn(sample);
    this.#turns += TURNS_CSV.row(sample);
    this.#closeChunk(ROWS_LENGTH);
  }

  session(sample: SessionSample): void {
    this.#summary.addSession(sample);
    this.#sessions += SESSIONS_CSV.row(sample);
    this.#closeChunk(ROWS_LENGTH);
    const { sessionId } = sample.tags;
    const nowMs = this.clock.now();
    this.#openMs += nowMs - (this.#openSinceMs.get(sessionId) ?? nowMs);
    this.#openSinceMs.delete(sessionId);
  }

  dropped({ region, scenario }: Dropped): void {
    this.#summary.addDropped(region, scenario);
  }

  /** Rows go first: a figure whose row is missing could not be traced. */
  #cut(): void {
    this.#closeChunk(0);
    const nowMs = this.clock.now();
    for (const [id, sinceMs] of this.#openSinceMs) {
      this.#openMs += nowMs - sinceMs;
      this.#openSinceMs.set(id, nowMs);
    }
    this.output.window({
      number: this.#windows++,
      summary: this.#summary.encode(RAW_LIMIT),
      openClients: this.#openSinceMs.size,
      openMs: this.#openMs,
    });
    this.#summary = Summary.empty();
    this.#openMs = 0;
  }

  #closeChunk(over: number): void {
    const [turns, sessions] = [this.#turns, this.#sessions];
    if (turns.length + sessions.length <= over) return;
    this.output.rows({ number: this.#chunks++, turns, sessions });
    this.#turns = this.#sessions = "";
  }
}
