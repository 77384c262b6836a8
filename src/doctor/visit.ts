import { probe } from "../client/probe.ts";
import type { DialResult, SocketHandlers } from "../client/socket.ts";
import { decodeServerEvent } from "../protocol/decode.ts";
import type { ServerEvent, ServerEventOf } from "../protocol/events.ts";
import type { Clock } from "../time/clock.ts";

export interface Heard {
  readonly text: string;
  readonly atMs: number;
  readonly event: ServerEvent | undefined;
}

type ServiceError = ServerEventOf<"error">["error"];

export interface Answer {
  /** Of the question. */
  readonly id: string;
  readonly atMs: number;
}

type Opened = Extract<DialResult, { ok: true }>;

/** One connection to the bridge: what was heard on it, and questions that have no effect. */
export class Visit {
  readonly heard: Heard[] = [];
  closed: { readonly code: number; readonly reason: string; readonly atMs: number } | undefined;
  /** To our questions, as they came. */
  readonly answers: Answer[] = [];
  readonly #clock: Clock;
  /** Begins the ids of the questions. */
  readonly name: string;
  #opened: Opened | undefined;
  #asked = 0;
  #onNews = () => {};

  constructor(clock: Clock, name: string) {
    this.#clock = clock;
    this.name = name;
  }

  readonly handlers: SocketHandlers = {
    onText: (text) => this.#hear(text),
    onPong: () => {},
    onClose: (code, reason = "") => {
      this.closed ??= { code, reason, atMs: this.#clock.now() };
      this.#onNews();
    },
  };

  /** To be called once with what the dial gave. */
  open(opened: Opened): this {
    this.#opened = opened;
    return this;
  }

  get headers(): Readonly<Record<string, string>> {
    return this.#opened!.headers;
  }

  /** When `session.created` was heard. */
  get createdAtMs(): number | undefined {
    return this.heard.find(({ event }) => event?.type === "session.created")?.atMs;
  }

  /** Errors, and when they were heard. */
  get errors(): { readonly error: ServiceError; readonly atMs: number }[] {
    return this.heard.flatMap(({ event, atMs }) => {
      const error = errorOf(event);
      return error ? [{ error, atMs }] : [];
    });
  }

  answeredAtMs(id: string): number | undefined {
    return this.answers.find((answer) => answer.id === id)?.atMs;
  }

  /** Asks for an item that does not exist. @returns the id that the answer will carry. */
  ask(itemId?: string): string {
    const id = `${this.name}_${++this.#asked}`;
    this.send(probe(id, itemId));
    return id;
  }

  send(text: string): void {
    this.#opened!.socket.send(text);
  }

  /** Waits until `condition` holds, the visit has ended or the time is over. @returns whether it holds. */
  async until(condition: () => boolean, timeoutMs: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#clock.at(this.#clock.now() + timeoutMs, resolve);
    const look = this.#onNews = () => {
      if (condition() || this.closed) resolve();
    };
    look();
    await promise;
    cancel();
    return condition();
  }

  /** Reads no more. */
  pause(): void {
    this.#opened!.socket.pause();
  }

  /** Leaves with the closing handshake, or without a word. */
  leave(how: "close" | "abort"): void {
    if (how === "close") this.#opened!.socket.close();
    else this.#opened!.socket.terminate();
  }

  /** Leaves for good, and waits until the socket is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.leave("abort");
    await this.until(() => this.closed !== undefined, GONE_TIMEOUT_MS);
  }

  #hear(text: string): void {
    const event = decodeServerEvent(text);
    const atMs = this.#clock.now();
    this.heard.push({ text, atMs, event });
    const error = errorOf(event);
    if (error?.event_id?.startsWith(`${this.name}_`)) {
      this.answers.push({ id: error.event_id, atMs });
    }
    this.#onNews();
  }
}

/** In the service's form; a bridge's own may have another. */
function errorOf(event: ServerEvent | undefined): ServiceError | undefined {
  return event?.type === "error" ? event.error : undefined;
}

/** A socket that was dropped is gone at once. */
const GONE_TIMEOUT_MS = 1000;
