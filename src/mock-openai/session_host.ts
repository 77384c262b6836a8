import { type Distribution, THINK_PRESETS } from "../random/distribution.ts";
import type { Connection } from "../links/connection.ts";
import { seeded } from "../random/random.ts";
import { type Clock, sleepUntil } from "../time/clock.ts";
import { systemClock } from "../time/system_clock.ts";
import { closeReason, type Handshake, judgeHandshake, selectProtocol } from "./handshake.ts";
import { leaveBy } from "./misbehaviour/leave_by.ts";
import { Path } from "./misbehaviour/path.ts";
import type { FaultRule } from "./misbehaviour/read_faults.ts";
import { Outbox } from "./outbox.ts";
import { MockSession } from "./session.ts";
import { type PreparedReply, prepareReply, type ReplyVoice } from "./voice.ts";
import type { WireEvent } from "./wire.ts";

/** Pings go out after half of this without data: every 20 s, the cadence of the live service. */
const IDLE_TIMEOUT_S = 40;
const CLOSE_GOING_AWAY = 1001;

export interface SentEvent {
  /** The n-th session of this mock, from 1. */
  readonly session: number;
  /** On the mock's clock. */
  readonly atMs: number;
  readonly event: WireEvent;
}

export interface HostOptions {
  /** From the end of a turn to the first audio. Default: the preset gpt-realtime-1.5. */
  readonly think?: Distribution;
  /** Of ids and think times: the n-th session of two mocks with one seed draws the same. Default 1. */
  readonly seed?: number;
  /** The key to insist on. Without it every client is let in. */
  readonly apiKey?: string;
  /** What the mock says, one after the other in every session; at least one. */
  readonly replies: readonly ReplyVoice[];
  readonly clock?: Clock;
  /** Told of every event just before it leaves. */
  readonly onEvent?: (sent: SentEvent) => void;
  /** What goes wrong, and when. */
  readonly faults?: readonly FaultRule[];
  /** The TCP connection beneath a socket, by the port that it comes from; some faults act on it. */
  readonly connectionFrom?: (port: number) => Connection | undefined;
}

interface Served {
  readonly path: Path;
  readonly session: MockSession;
}

interface Admitted {
  readonly path: Path;
  /** The n-th that was let in. */
  readonly number: number;
  readonly model: string;
  readonly port: number;
}

/** Binds sessions to sockets: answers requests and knows which sessions are open. */
export class SessionHost {
  readonly #options: HostOptions;
  readonly #replies: readonly PreparedReply[];
  readonly #open = new Map<WebSocket, Served>();
  readonly #faultsGiven: Record<string, number> = {};
  readonly #closing = new AbortController();
  #opened = 0;
  #admitted = 0;

  constructor(options: HostOptions) {
    if (options.replies.length === 0) throw new RangeError("'replies' must hold at least one");
    this.#options = options;
    this.#replies = options.replies.map(prepareReply);
  }

  get open(): number {
    return this.#open.size;
  }

  get opened(): number {
    return this.#opened;
  }

  /** How often each fault was given, by the text of its rule. */
  get faultsGiven(): Readonly<Record<string, number>> {
    return this.#faultsGiven;
  }

  /** @param port where the client's connection comes from. */
  async answer(request: Request, port: number): Promise<Response> {
    const url = new URL(request.url);
    const verdict = judgeHandshake(url, request.headers, this.#options.apiKey);
    if (verdict.kind === "http") return refuseHttp(verdict);
    if (verdict.kind === "refused") {
      return this.#upgrade(request, (socket) => this.#refuse(socket, verdict));
    }
    const number = ++this.#admitted;
    const path = this.#pathOf(number);
    const { status, dueMs } = path.answerUpgrade();
    if (!await this.#waitUntil(dueMs)) return refuseHttp(SHUTTING_DOWN);
    if (status !== 101) {
      return refuseHttp({ kind: "http", status, message: "A fault, as ordered." });
    }
    return this.#upgrade(request, (socket) => {
      this.#serve(socket, { path, number, model: verdict.model, port });
    });
  }

  /** Ends every session, and those that are just about to open. */
  closeAll(): void {
    this.#closing.abort();
    for (const [socket, served] of this.#open) {
      end(served);
      goAway(socket);
    }
    this.#open.clear();
  }

  #upgrade(request: Request, onOpen: (socket: WebSocket) => void): Response {
    const upgraded = upgrade(request);
    if (!upgraded) return refuseHttp(MALFORMED_UPGRADE);
    const { socket, response } = upgraded;
    socket.onopen = () => this.#closing.signal.aborted ? goAway(socket) : onOpen(socket);
    return response;
  }

  #pathOf(number: number): Path {
    const { clock = systemClock, seed = 1, faults = [] } = this.#options;
    return new Path({
      clock,
      number,
      rules: faults,
      random: (stream) => seeded(seed, `session ${number}`, stream),
      onGiven: ({ text }) => this.#faultsGiven[text] = (this.#faultsGiven[text] ?? 0) + 1,
    });
  }

  /** Whether the mock still runs then. */
  async #waitUntil(dueMs: number): Promise<boolean> {
    const { clock = systemClock } = this.#options;
    if (dueMs <= clock.now()) return !this.#closing.signal.aborted;
    return await sleepUntil(clock, dueMs, this.#closing.signal).then(() => true, () => false);
  }

  #serve(socket: WebSocket, { path, number, model, port }: Admitted): void {
    this.#opened++;
    const { clock = systemClock, seed = 1, onEvent, connectionFrom } = this.#options;
    path.open({
      leave: (item) => {
        if (item.kind === "event") {
          onEvent?.({ session: number, atMs: clock.now(), event: item.event });
        }
        leaveBy(socket, item, () => connectionFrom?.(port));
      },
      receive: (text) => session.receive(text),
    });
    const session = new MockSession({
      clock,
      random: (stream) => seeded(seed, `session ${number}`, stream),
      model,
      think: this.#options.think ?? THINK_PRESETS["gpt-realtime-1.5"]!,
      replies: this.#replies,
      send: (event) => path.send(event),
      close: (code, reason) => path.close(code, reason),
    });
    const served = { path, session };
    this.#open.set(socket, served);
    socket.onmessage = ({ data }) =>
      typeof data === "string" ? path.take(data) : session.receiveBinary();
    // May come twice for one socket, after an idle timeout.
    socket.onclose = () => {
      end(served);
      this.#open.delete(socket);
    };
  }

  #refuse(socket: WebSocket, { fault, code }: Extract<Handshake, { kind: "refused" }>): void {
    const random = seeded(this.#options.seed ?? 1, "refused");
    const send = (event: WireEvent) => leaveBy(socket, { kind: "event", dueMs: 0, event });
    new Outbox(send, random).refuse(fault);
    socket.close(code, closeReason(fault));
  }
}

const SHUTTING_DOWN = {
  kind: "http",
  status: 503,
  message: "The mock is shutting down.",
} as const;

const MALFORMED_UPGRADE = {
  kind: "http",
  status: 400,
  message: "The WebSocket upgrade is malformed.",
} as const;

function upgrade(request: Request): Deno.WebSocketUpgrade | undefined {
  const protocol = selectProtocol(request.headers);
  try {
    const upgraded = Deno.upgradeWebSocket(request, { idleTimeout: IDLE_TIMEOUT_S });
    // Not by the option `protocol`: it fails for clients that offer several without a space between.
    if (protocol) upgraded.response.headers.set("sec-websocket-protocol", protocol);
    return upgraded;
  } catch {
    return undefined;
  }
}

function end({ path, session }: Served): void {
  session.end();
  path.end();
}

function goAway(socket: WebSocket): void {
  socket.close(CLOSE_GOING_AWAY, "The mock is shutting down.");
}

function refuseHttp({ status, message }: Extract<Handshake, { kind: "http" }>): Response {
  const error = { message, type: "invalid_request_error", param: null, code: null };
  return Response.json({ error }, {
    status,
    headers: status === 426 ? { upgrade: "websocket", connection: "upgrade" } : {},
  });
}
