import type { Distribution } from "../random/distribution.ts";
import { seeded } from "../random/random.ts";
import { THINK_PRESETS } from "../random/think_presets.ts";
import type { Clock } from "../time/clock.ts";
import { systemClock } from "../time/system_clock.ts";
import { ClientSecrets } from "./client_secrets.ts";
import { answerMint, CLIENT_SECRETS_PATH } from "./client_secrets_http.ts";
import {
  type Admission,
  closeReason,
  type Handshake,
  judgeHandshake,
  selectProtocol,
} from "./handshake.ts";
import { httpError } from "./http_error.ts";
import { Outbox } from "./outbox.ts";
import { recogniserOf } from "./recogniser.ts";
import { prepareRepertoire, type Repertoire } from "./repertoire.ts";
import type { LoadedRule } from "./rule.ts";
import { MockSession } from "./session.ts";
import type { Transcriber } from "./transcriber.ts";
import type { Pace, ReplyVoice } from "./voice.ts";
import type { WireEvent } from "./wire.ts";

/** Pings go out after half of this without data: every 20 s, the cadence of the live service. */
const IDLE_TIMEOUT_S = 40;
const CLOSE_GOING_AWAY = 1001;
const HOUR_MS = 3_600_000;

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
  /** Of everything random: the n-th session of two mocks with one seed draws the same. Default 1. */
  readonly seed?: number;
  /** The key to insist on. Without it every client is let in. */
  readonly apiKey?: string;
  /** Let clients in that ask for the retired beta; they get the GA protocol. */
  readonly allowBeta?: boolean;
  /** How long a session may last, in ms. Default: an hour, as on the live service. */
  readonly sessionLimitMs?: number;
  /** Says what was said in a turn. By default no speech is recognised. */
  readonly transcribe?: Transcriber;
  /** What the mock says, one after the other in every session; at least one. */
  readonly replies: readonly ReplyVoice[];
  /** What it answers where a rule fits; see script.ts. */
  readonly script?: readonly LoadedRule[];
  /** Default: burst. */
  readonly pace?: Pace;
  readonly clock?: Clock;
  /** Told of every event just before it leaves. */
  readonly onEvent?: (sent: SentEvent) => void;
}

/** Binds sessions to sockets: answers requests and knows which sessions are open. */
export class SessionHost {
  readonly #options: HostOptions;
  readonly #repertoire: Repertoire;
  readonly #secrets: ClientSecrets;
  readonly #admission: Admission;
  readonly #open = new Map<WebSocket, MockSession>();
  #opened = 0;
  #closing = false;

  constructor(options: HostOptions) {
    if (options.replies.length === 0) throw new RangeError("'replies' must hold at least one");
    this.#options = options;
    this.#repertoire = prepareRepertoire(options.replies, options.script);
    const { clock = systemClock, seed = 1 } = options;
    const secrets = this.#secrets = new ClientSecrets(clock, seeded(seed, "client secrets"));
    this.#admission = { ...options, findSecret: (key) => secrets.find(key) };
  }

  get open(): number {
    return this.#open.size;
  }

  get opened(): number {
    return this.#opened;
  }

  answer(request: Request): Response | Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === CLIENT_SECRETS_PATH && request.method === "POST") {
      return answerMint(request, this.#secrets, this.#options.apiKey);
    }
    const verdict = judgeHandshake(url, request.headers, this.#admission);
    if (verdict.kind === "http") return refuseHttp(verdict);
    const upgraded = upgrade(request);
    if (!upgraded) return refuseHttp(MALFORMED_UPGRADE);
    const { socket, response } = upgraded;
    socket.onopen = () => {
      if (this.#closing) goAway(socket);
      else if (verdict.kind === "refused") this.#refuse(socket, verdict);
      else this.#serve(socket, verdict);
    };
    return response;
  }

  /** Ends every session, and those that are just about to open. */
  closeAll(): void {
    this.#closing = true;
    for (const [socket, session] of this.#open) {
      session.end();
      goAway(socket);
    }
    this.#open.clear();
  }

  #serve(socket: WebSocket, { template, denied }: Extract<Handshake, { kind: "accepted" }>): void {
    const number = ++this.#opened;
    const { clock = systemClock, seed = 1, onEvent, sessionLimitMs = HOUR_MS } = this.#options;
    const session = new MockSession({
      clock,
      random: (stream) => seeded(seed, `session ${number}`, stream),
      number,
      template,
      ...(denied && { denied }),
      limitMs: sessionLimitMs,
      transcribe: this.#options.transcribe ?? recogniserOf([]),
      think: this.#options.think ?? THINK_PRESETS["gpt-realtime-1.5"]!,
      pace: this.#options.pace ?? "burst",
      repertoire: this.#repertoire,
      send: (event) => {
        onEvent?.({ session: number, atMs: clock.now(), event });
        send(socket, event);
      },
      close: (code, reason) => socket.close(code, reason),
    });
    this.#open.set(socket, session);
    socket.onmessage = ({ data }) =>
      typeof data === "string" ? session.receive(data) : session.receiveBinary();
    // May come twice for one socket, after an idle timeout.
    socket.onclose = () => {
      session.end();
      this.#open.delete(socket);
    };
  }

  #refuse(socket: WebSocket, { fault, code }: Extract<Handshake, { kind: "refused" }>): void {
    const random = seeded(this.#options.seed ?? 1, "refused");
    new Outbox((event) => send(socket, event), random).refuse(fault);
    socket.close(code, closeReason(fault));
  }
}

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

function goAway(socket: WebSocket): void {
  socket.close(CLOSE_GOING_AWAY, "The mock is shutting down.");
}

function send(socket: WebSocket, event: WireEvent): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(event));
}

function refuseHttp({ status, message }: Extract<Handshake, { kind: "http" }>): Response {
  const headers = status === 426 ? { upgrade: "websocket", connection: "upgrade" } : {};
  return httpError(status, { code: null, message }, headers);
}
