import type { Close } from "../protocol/close_frame.ts";
import type { ClientEvent } from "../protocol/events.ts";
import type { Clock } from "../time/clock.ts";
import type { Refusal } from "./refusals.ts";
import type { ClientLink } from "./live_session.ts";
import type { MockObserver, SessionEnd } from "./observer.ts";
import { CLOSE_ABNORMAL, type ServerSocket } from "./server_socket.ts";
import type { AnyWireSession, WireEvent } from "./wire.ts";

type Identity = Pick<ClientLink, "number" | "template" | "denied" | "search" | "clock">;

const FAILED: Close = { code: 1011, reason: "The mock failed." };

/** A client's connection that tells the observers of all that passes over it. */
export class ObservedLink implements ClientLink {
  readonly number: number;
  readonly model: string | null;
  readonly template: AnyWireSession;
  readonly denied?: Refusal;
  readonly search: string;
  readonly clock: Clock;
  readonly #socket: ServerSocket;
  readonly #observers: readonly MockObserver[];
  /** How the mock ended it, once it has: by what it did, for the socket may be told anything then. */
  #endedByMock: SessionEnd | undefined;
  #ended = false;

  constructor(
    socket: ServerSocket,
    { number, template, denied, search, clock }: Identity,
    observers: readonly MockObserver[],
  ) {
    this.number = number;
    this.template = template;
    this.model = template.type === "realtime" ? template.model : null;
    if (denied) this.denied = denied;
    this.search = search;
    this.clock = clock;
    this.#socket = socket;
    this.#observers = observers;
    for (const observer of observers) observer.onOpen?.(number, this.model);
  }

  send(event: WireEvent): void {
    this.sendText(JSON.stringify(event), event);
  }

  sendText(text: string, event: WireEvent | undefined): void {
    const passage = { ...this.#passage(text), direction: "out", event } as const;
    for (const observer of this.#observers) observer.onPassage?.(passage);
    this.#socket.send(text);
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedBytes;
  }

  received(text: string, event: ClientEvent | undefined): void {
    const passage = { ...this.#passage(text), direction: "in", event } as const;
    for (const observer of this.#observers) observer.onPassage?.(passage);
  }

  departed(what: string): void {
    // Whom the mock sends away has not left.
    if (this.#endedByMock) return;
    for (const observer of this.#observers) observer.onDeparture?.(this.number, what);
  }

  /** The mock itself failed. Where nobody is told, as in a test, it fails aloud. */
  failed(error: unknown): Close {
    this.close(FAILED.code, FAILED.reason);
    const told = this.#observers.filter(({ onFailure }) => onFailure);
    for (const observer of told) observer.onFailure?.(this.number, error);
    if (told.length === 0) reportError(error);
    return FAILED;
  }

  close(code: number, reason: string): void {
    this.#endedByMock ??= { by: "mock", code, reason };
    this.#socket.close(code, reason);
  }

  /** The mock ends the connection beneath, without a word of the protocol. */
  breakOff(act: () => void): void {
    this.#endedByMock ??= { by: "mock", code: CLOSE_ABNORMAL, reason: "" };
    act();
  }

  /** To be called when the socket has closed. */
  closed(code: number, reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    const end = this.#endedByMock ?? { by: "client", code, reason };
    for (const observer of this.#observers) observer.onEnd?.(this.number, end);
  }

  #passage(text: string): { session: number; atMs: number; text: string } {
    return { session: this.number, atMs: this.clock.now(), text };
  }
}
