import { decodeServerEvent } from "../protocol/decode.ts";
import type { ServerEvent } from "../protocol/events.ts";
import type { Caller, Scenario } from "../scenarios/scenario.ts";
import { type Clock, sleep, sleepUntil } from "../time/clock.ts";
import { bridgeHeaders } from "./bridge_headers.ts";
import { BridgeReport } from "./bridge_report.ts";
import { Microphone } from "./microphone.ts";
import type { SessionOutcome, SessionRecord, TurnRecord } from "./record.ts";
import { RoundTrips } from "./round_trips.ts";
import { sessionRecord } from "./session_record.ts";
import type { Dial, DialResult, Socket, SocketHandlers } from "./socket.ts";
import type { EncodedSpeech } from "./speech.ts";
import { Turn, type TurnEnd } from "./turn.ts";

/** 101 → `session.created` may take this long; beyond it the session counts as `timeout`. */
const READY_TIMEOUT_MS = 8_000;
/** How long the peer may take to answer the closing handshake. */
const CLOSE_TIMEOUT_MS = 2_000;

export interface SessionSetup {
  readonly clock: Clock;
  readonly dial: Dial;
  readonly scenario: Scenario;
  /** Fixture of each turn. */
  readonly turns: Iterable<string>;
  readonly speech: ReadonlyMap<string, EncodedSpeech>;
  readonly room: readonly string[];
  readonly frameMs: number;
  readonly turnTimeoutMs: number;
  /** A frame or a hold-up of the thread that is later than this is `late_generator`. */
  readonly lateLimitMs: number;
  /** The longest hold-up of this thread since a time on the clock. */
  stallMs(sinceMs: number): number;
  /** Sent once the session is ready, as JSON text. */
  readonly hello?: string;
  onTurn(record: TurnRecord): void;
}

/** Runs one synthetic client from dial to close. Never throws: whatever goes wrong is in the record. */
export async function runSession(setup: SessionSetup, signal: AbortSignal): Promise<SessionRecord> {
  const session = new Session(setup, signal);
  return await session.run();
}

/** Thrown into the scenario's steps when the call is over; `outcome` says why. */
class HungUp extends Error {
  constructor(readonly outcome: SessionOutcome) {
    super(outcome);
  }
}

/** How the open turn ends when the call does, where it is not by a close. */
const TURN_END: { readonly [outcome in SessionOutcome]?: TurnEnd } = {
  interrupted: "cut",
  late_generator: "overload",
};

class Session implements Caller, SocketHandlers {
  readonly #mic: Microphone;
  readonly #over = new AbortController();
  readonly #ready = Promise.withResolvers<void>();
  readonly #closed = Promise.withResolvers<void>();
  readonly #roundTrips: RoundTrips;
  readonly #bridge = new BridgeReport();
  #bridgeSays = bridgeHeaders(undefined);
  readonly #startedAtMs: number;
  #connection: DialResult | undefined;
  #turn: Turn | undefined;
  #turnEnded = Promise.withResolvers<TurnEnd>();
  #turnsBegun = 0;
  #turnBeganAtMs = 0;
  #readyAtMs: number | undefined;
  #lateConnect = false;
  #errorCode: string | undefined;
  #closeCode: number | undefined;
  #bytesSent = 0;
  #bytesReceived = 0;

  constructor(readonly setup: SessionSetup, readonly signal: AbortSignal) {
    const { clock, frameMs, room } = setup;
    this.#startedAtMs = clock.wallMs();
    this.#mic = new Microphone(
      clock,
      frameMs,
      room,
      (frame) => this.#send(frame),
      () => this.#hangUp("late_generator"),
    );
    this.#roundTrips = new RoundTrips(
      clock,
      (text) => this.#send(text),
      (payload) => this.#socket?.ping(payload),
    );
  }

  async run(): Promise<SessionRecord> {
    const onAbort = () => this.#hangUp("interrupted");
    this.signal.addEventListener("abort", onAbort, { once: true });
    if (this.signal.aborted) onAbort();
    try {
      return this.#record(await this.#call());
    } finally {
      this.signal.removeEventListener("abort", onAbort);
      // Whatever still waits, a probe say, must not outlive the call.
      this.#hangUp("ok");
    }
  }

  // ---- what a scenario can do

  async say(fixture: string): Promise<void> {
    const speech = this.setup.speech.get(fixture);
    if (!speech) {
      throw new RangeError(`no fixture '${fixture}' among ${[...this.setup.speech.keys()]}`);
    }
    this.#mic.takeLateness();
    const speechStartMs = this.#mic.speak(speech.frames);
    const speechEndMs = speechStartMs + speech.speechEndMs;
    this.#beginTurn(fixture, speechStartMs, speechEndMs);
    this.#roundTrips.begin(speechStartMs, speechEndMs, this.#over.signal);
    await sleepUntil(this.setup.clock, speechEndMs, this.#over.signal);
  }

  async hearReply(): Promise<void> {
    const turn = this.#turn;
    if (!turn) throw new Error("hearReply() without say()");
    const { clock, turnTimeoutMs } = this.setup;
    const cancel = clock.at(
      turn.start.speechEndMs + turnTimeoutMs,
      () => this.#turnEnded.resolve("timeout"),
    );
    this.#endTurn(await this.#unlessOver(this.#turnEnded.promise).finally(cancel));
    if (turn.player.playEndMs > clock.now()) {
      await sleepUntil(clock, turn.player.playEndMs, this.#over.signal);
    }
  }

  async wait(ms: number): Promise<void> {
    await sleep(this.setup.clock, ms, this.#over.signal);
  }

  // ---- what the socket tells

  onText(text: string, bytes: number): void {
    const atMs = this.setup.clock.now();
    const event = decodeServerEvent(text);
    if (event && this.#bridgeSays.probe === "on" && this.#bridge.receive(event)) return;
    this.#bytesReceived += bytes;
    if (!event) return this.#onMalformed();
    if (this.#roundTrips.receive(event, atMs)) return;
    if (event.type === "session.created") this.#onReady(atMs);
    else if (this.#turn) this.#onTurnEvent(this.#turn, event, atMs);
    else if (event.type === "error") this.#errorCode = event.error.code ?? event.error.type;
  }

  onPong(payload: string): void {
    this.#roundTrips.receivePong(payload, this.setup.clock.now());
  }

  onClose(code: number): void {
    this.#closeCode = code;
    this.#closed.resolve();
    this.#hangUp(this.#errorCode === undefined ? "closed" : "error");
  }

  // ---- the call

  async #call(): Promise<SessionOutcome> {
    try {
      await this.#connect();
      this.#mic.start();
      await this.setup.scenario.run(this, this.setup.turns);
      return "ok";
    } catch (error) {
      if (!(error instanceof HungUp)) throw error;
      this.#endTurn(TURN_END[error.outcome] ?? "closed");
      return error.outcome;
    } finally {
      this.#mic.stop();
      await this.#close();
    }
  }

  async #connect(): Promise<void> {
    const { clock, dial, hello } = this.setup;
    const dialledAtMs = clock.now();
    this.#connection = await dial(this, this.#over.signal);
    this.#bridgeSays = bridgeHeaders(this.#connection);
    this.#over.signal.throwIfAborted();
    if (!this.#connection.ok) {
      this.#errorCode = this.#connection.errorCode;
      throw new HungUp(this.#connection.outcome);
    }
    const cancel = clock.at(clock.now() + READY_TIMEOUT_MS, () => this.#hangUp("timeout"));
    await this.#unlessOver(this.#ready.promise).finally(cancel);
    this.#lateConnect = this.setup.stallMs(dialledAtMs) > this.setup.lateLimitMs;
    if (hello) this.#send(hello);
  }

  #beginTurn(fixture: string, speechStartMs: number, speechEndMs: number): void {
    const { clock, scenario } = this.setup;
    // An error before it, between the turns, explains nothing that happens now.
    this.#errorCode = undefined;
    this.#turnBeganAtMs = clock.now();
    this.#endTurn("finished");
    this.#turnEnded = Promise.withResolvers();
    this.#turn = new Turn({
      turn: ++this.#turnsBegun,
      scenario: scenario.name,
      fixture,
      startedAtMs: clock.wallMs() + speechStartMs - clock.now(),
      speechEndMs,
      cold: this.#turnsBegun === 1 && this.#bridgeSays.isCold,
    });
  }

  #endTurn(end: TurnEnd): void {
    const turn = this.#turn;
    if (!turn) return;
    this.#turn = undefined;
    turn.rttMs = this.#roundTrips.rttMs;
    turn.bridgeRttMs = this.#roundTrips.bridgeRttMs;
    this.setup.onTurn(turn.record(end, {
      pacingMs: this.#mic.takeLateness(),
      stallMs: this.setup.stallMs(this.#turnBeganAtMs),
      limitMs: this.setup.lateLimitMs,
    }));
  }

  #onReady(atMs: number): void {
    this.#readyAtMs ??= atMs;
    this.#ready.resolve();
  }

  #onTurnEvent(turn: Turn, event: ServerEvent, atMs: number): void {
    turn.receive(event, atMs);
    if (turn.timeline.finished) this.#turnEnded.resolve("finished");
  }

  #onMalformed(): void {
    if (this.#turn) this.#turn.timeline.errorCode = "malformed_event";
    else this.#errorCode = "malformed_event";
  }

  #hangUp(outcome: SessionOutcome): void {
    if (!this.#over.signal.aborted) this.#over.abort(new HungUp(outcome));
  }

  /** The promise's value, or {@linkcode HungUp} when the call is over first. */
  #unlessOver<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this.#over;
    const { promise: over, reject } = Promise.withResolvers<never>();
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    return Promise.race([promise, over]).finally(() =>
      signal.removeEventListener("abort", onAbort)
    );
  }

  async #close(): Promise<void> {
    const socket = this.#socket;
    if (!socket) return;
    const { clock } = this.setup;
    const cancel = clock.at(clock.now() + CLOSE_TIMEOUT_MS, () => socket.terminate());
    socket.close();
    await this.#closed.promise;
    cancel();
  }

  #send(text: string): void {
    this.#bytesSent += text.length;
    this.#socket?.send(text);
  }

  get #socket(): Socket | undefined {
    return this.#connection?.ok ? this.#connection.socket : undefined;
  }

  #record(outcome: SessionOutcome): SessionRecord {
    return sessionRecord({
      startedAtMs: this.#startedAtMs,
      scenario: this.setup.scenario.name,
      outcome,
      errorCode: this.#errorCode,
      closeCode: this.#closeCode,
      connection: this.#connection,
      readyAtMs: this.#readyAtMs,
      lateConnect: this.#lateConnect,
      turns: this.#turnsBegun,
      bytesSent: this.#bytesSent,
      bytesReceived: this.#bytesReceived,
      bridge: this.#bridge.facts,
    });
  }
}
