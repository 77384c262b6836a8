import { decodeServerEvent } from "../protocol/decode.ts";
import type { ServerEvent } from "../protocol/events.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { StepError } from "../scenarios/step_error.ts";
import type { Clock } from "../time/clock.ts";
import type { Attention } from "../time/thread_watch.ts";
import { bridgeHeaders } from "./bridge_headers.ts";
import { BridgeReport } from "./bridge_report.ts";
import type { CallEnd } from "./call_end.ts";
import type { SessionOutcome, SessionRecord } from "./record.ts";
import { sessionRecord } from "./session_record.ts";
import type { Dial, DialResult, Socket, SocketHandlers } from "./socket.ts";

/** 101 → `session.created` may take this long, and so may the session's set-up; then it is a `timeout`. */
const READY_TIMEOUT_MS = 8_000;
/** A hold-up of this thread for so long, while it connected, may be why that took too long. */
const EXCUSE_MS = READY_TIMEOUT_MS / 10;
/** How long the peer may take to answer the closing handshake. */
const CLOSE_TIMEOUT_MS = 2_000;
const SET_UP = "ttfa_set_up";

export interface LineSetup {
  readonly clock: Clock;
  readonly dial: Dial;
  readonly scenario: Scenario;
  /** Sent once the session is ready, as JSON text. */
  readonly hello?: string;
  /** A connect while this thread was held up, or deaf, for longer than this proves nothing. */
  readonly lateLimitMs: number;
  /** Of this thread. */
  readonly attention: Attention;
}

/** What the other side says, apart from what concerns the line itself. */
export interface Listener {
  /** Something that is no event is told as `undefined`. */
  onEvent(event: ServerEvent | undefined, atMs: number): void;
  onPong(payload: string, atMs: number): void;
}

/** One connection from the dial to the close. */
export class Line implements SocketHandlers {
  /** Of the last error event that no turn explains. */
  errorCode: string | undefined;
  /** What the system had not taken of all that was sent before the last frame. */
  unsentBytes = 0;
  /** What that event says, or the one who refused the dial; one printable line. */
  errorMessage: string | undefined;
  readonly #startedAtMs: number;
  readonly #bridge = new BridgeReport();
  readonly #ready = Promise.withResolvers<void>();
  readonly #setUp = Promise.withResolvers<void>();
  readonly #closed = Promise.withResolvers<void>();
  #bridgeSays = bridgeHeaders(undefined);
  #dialling: Promise<DialResult> | undefined;
  #connection: DialResult | undefined;
  /** What came before the 101 was known. */
  readonly #early: (() => void)[] = [];
  #readyAtMs: number | undefined;
  #lateConnect = false;
  /** A connect that took too long may have done so because of this thread. */
  #mayBeOurs = false;
  #closing = false;
  #closeCode: number | undefined;
  #bytesSent = 0;
  #bytesReceived = 0;

  constructor(readonly setup: LineSetup, readonly end: CallEnd, readonly listener: Listener) {
    this.#startedAtMs = setup.clock.wallMs();
  }

  /** Whether the instance said that this is its first session. */
  get isCold(): boolean {
    return this.#bridgeSays.isCold;
  }

  /** Dials, waits for `session.created` and sets the session up. Rejects where the call ends before. */
  async connect(): Promise<void> {
    const dialledAtMs = this.setup.clock.now();
    try {
      await this.#connect();
    } finally {
      // Also of one that failed: it may be this thread that did not see the answer.
      const { attention, clock, lateLimitMs } = this.setup;
      const worstMs = Math.max(attention.heldMs(dialledAtMs), attention.deafMs(dialledAtMs));
      this.#lateConnect = worstMs > lateLimitMs;
      this.#mayBeOurs = attention.waitedMs(clock.now()) > lateLimitMs ||
        worstMs > Math.max(lateLimitMs, EXCUSE_MS);
    }
  }

  async #connect(): Promise<void> {
    const { dial, hello, scenario: { session } } = this.setup;
    this.#dialling = dial(this, this.end.signal);
    this.#connection = await this.#dialling;
    this.#bridgeSays = bridgeHeaders(this.#connection);
    this.#early.splice(0).forEach((receive) => receive());
    if (!this.#connection.ok) {
      this.errorCode = this.#connection.errorCode;
      this.errorMessage = this.#connection.errorMessage;
      this.end.hangUp(this.#connection.outcome);
    }
    this.end.signal.throwIfAborted();
    await this.#inTime(this.#ready.promise);
    if (hello) this.send(hello);
    if (!session) return;
    this.send(JSON.stringify({ type: "session.update", event_id: SET_UP, session }));
    await this.#inTime(this.#setUp.promise);
  }

  /** @param isRepeated as in {@linkcode Socket.send}. */
  send(text: string, isRepeated = false): void {
    // Before, not after: TLS takes a moment to encrypt what was just written.
    this.unsentBytes = this.#socket?.unsentBytes ?? 0;
    this.#bytesSent += text.length;
    this.#socket?.send(text, isRepeated);
  }

  ping(payload: string): void {
    this.#socket?.ping(payload);
  }

  /** Closes what there is to close, also what is still being dialled; the call goes on. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#connection = await this.#dialling;
    const socket = this.#socket;
    if (!socket) return;
    const { clock } = this.setup;
    const cancel = clock.at(clock.now() + CLOSE_TIMEOUT_MS, () => socket.terminate());
    socket.close();
    await this.#closed.promise;
    cancel();
  }

  record(outcome: SessionOutcome, turns: number): SessionRecord {
    return sessionRecord({
      startedAtMs: this.#startedAtMs,
      scenario: this.setup.scenario.name,
      outcome: outcome === "timeout" && this.#mayBeOurs ? "late_generator" : outcome,
      errorCode: this.errorCode,
      errorMessage: this.errorMessage,
      closeCode: this.#closeCode,
      connection: this.#connection,
      readyAtMs: this.#readyAtMs,
      lateConnect: this.#lateConnect,
      turns,
      bytesSent: this.#bytesSent,
      bytesReceived: this.#bytesReceived,
      bridge: this.#bridge.facts,
    });
  }

  onText(text: string, bytes: number): void {
    const atMs = this.setup.clock.now();
    // It may come with the 101, of which we are told a moment later.
    if (this.#connection) this.#receive(text, bytes, atMs);
    else this.#early.push(() => this.#receive(text, bytes, atMs));
  }

  #receive(text: string, bytes: number, atMs: number): void {
    const event = decodeServerEvent(text);
    if (event && this.#bridgeSays.probe === "on" && this.#bridge.receive(event)) return;
    this.#bytesReceived += bytes;
    try {
      if (!event || !this.#concernsLine(event, atMs)) this.listener.onEvent(event, atMs);
    } catch {
      // It lacks what its type promises, which only its readers find: to check each first costs time.
      this.listener.onEvent(undefined, atMs);
    }
  }

  onPong(payload: string): void {
    this.listener.onPong(payload, this.setup.clock.now());
  }

  onClose(code: number): void {
    this.#closeCode = code;
    this.#closed.resolve();
    if (!this.#closing) this.end.hangUp(this.errorCode === undefined ? "closed" : "error");
  }

  #concernsLine(event: ServerEvent, atMs: number): boolean {
    if (event.type === "session.created") {
      this.#readyAtMs ??= atMs;
      this.#ready.resolve();
    } else if (event.type === "error" && event.error.event_id === SET_UP) {
      // The scenario is about nothing where its session is refused.
      const { code, type, message } = event.error;
      this.end.fail(new StepError(code ?? type, `its session.update was refused: ${message}`));
    } else {
      // A bridge may have its own update confirmed first; what comes after it is in order.
      if (event.type === "session.updated") this.#setUp.resolve();
      return false;
    }
    return true;
  }

  async #inTime(promise: Promise<void>): Promise<void> {
    const { clock } = this.setup;
    const cancel = clock.at(clock.now() + READY_TIMEOUT_MS, () => this.end.hangUp("timeout"));
    await this.end.unlessOver(promise).finally(cancel);
  }

  get #socket(): Socket | undefined {
    return this.#connection?.ok ? this.#connection.socket : undefined;
  }
}
