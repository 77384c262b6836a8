import type { Clock } from "../../time/clock.ts";
import { withoutAudio } from "./audio.ts";
import { BINARY_STEP, type ClientStep, Ear } from "./ear.ts";
import type { Frame } from "./frame.ts";
import { redact } from "./redact.ts";

/** What happened in a session: one of these, beside `session` and `ms`. */
export type Happening =
  | { readonly open: { readonly model: string | null } }
  | { readonly client: Frame }
  /** A step of the client that ends with the frame before. */
  | { readonly step: ClientStep }
  | { readonly server: Frame }
  | { readonly closed: Closed };

export interface Closed {
  readonly by: "client" | "server";
  readonly code: number;
  readonly reason: string;
}

/** A line of a cassette. `ms` counts from the session's opening. */
export type TapeLine = { readonly session: number; readonly ms: number } & Happening;

export interface TapeOptions {
  /** The n-th session, from 1. */
  readonly session: number;
  readonly model: string | null;
  readonly clock: Clock;
  readonly keepAudio: boolean;
  write(line: string): void;
}

/** Writes down one session as it happens, without keys. */
export class Tape {
  readonly #options: TapeOptions;
  readonly #startMs: number;
  readonly #ear = new Ear();

  constructor(options: TapeOptions) {
    this.#options = options;
    this.#startMs = options.clock.now();
    this.#add({ open: { model: options.model } });
  }

  client(frame: Frame): void {
    this.#add({ client: this.#kept(frame) });
    for (const step of this.#ear.hear(frame)) this.#add({ step });
  }

  clientBinary(): void {
    this.#add({ step: BINARY_STEP });
  }

  server(frame: Frame): void {
    this.#add({ server: this.#kept(frame) });
  }

  closed(closed: Closed): void {
    this.#add({ closed });
  }

  #kept(frame: Frame): Frame {
    return this.#options.keepAudio ? frame : withoutAudio(frame);
  }

  #add(happening: Happening): void {
    const { clock, session, write } = this.#options;
    const ms = Math.round((clock.now() - this.#startMs) * 1000) / 1000;
    write(JSON.stringify(redact<TapeLine>({ session, ms, ...happening })));
  }
}
