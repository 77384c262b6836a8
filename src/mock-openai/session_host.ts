import { seeded } from "../random/random.ts";
import type { Connection } from "../links/connection.ts";
import type { Close } from "../protocol/close_frame.ts";
import { type Clock, sleepUntil } from "../time/clock.ts";
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
import { Journal } from "./journal.ts";
import type { Doorkeeper } from "./knock.ts";
import type { LiveSession, OpenSession } from "./live_session.ts";
import { ObservedLink } from "./observed_link.ts";
import { leaveBy } from "./misbehaviour/leave_by.ts";
import { Path } from "./misbehaviour/path.ts";
import type { FaultRule } from "./misbehaviour/read_faults.ts";
import { throughPath } from "./misbehaviour/through_path.ts";
import type { MockObserver } from "./observer.ts";
import { Outbox } from "./outbox.ts";
import { answerOwn } from "./own_endpoints.ts";
import type { Answer, ServerSocket } from "./server_socket.ts";

export interface HostOptions {
  readonly clock: Clock;
  /** Of the faults, and of the ephemeral keys that are minted here. */
  readonly seed: number;
  /** The key to insist on. Without it every client is let in. */
  readonly apiKey?: string;
  /** Let clients in that ask for the retired beta; they get the GA protocol. */
  readonly allowBeta?: boolean;
  /** Let clients in that name a model of any name. */
  readonly anyModel?: boolean;
  readonly openSession: OpenSession;
  readonly observers: readonly MockObserver[];
  readonly doorkeeper?: Doorkeeper;
  /** What goes wrong, and when. */
  readonly faults: readonly FaultRule[];
  /** The TCP connection beneath a socket, by the port that it comes from; some faults act on it. */
  connectionFrom(port: number): Connection | undefined;
}

interface Admitted {
  readonly accepted: Extract<Handshake, { kind: "accepted" }>;
  readonly path: Path;
  readonly search: string;
  /** Where the connection comes from. */
  readonly port: number;
  readonly numbered: Numbered;
}

/** The n-th session, from 1, once it is open: before it anything may still go wrong. */
interface Numbered {
  session?: number;
}

/** Binds sessions to sockets: answers requests and knows which sessions are open. */
export class SessionHost {
  readonly journal: Journal;
  readonly #options: HostOptions;
  readonly #secrets: ClientSecrets;
  readonly #admission: Admission;
  /** How each session is ended. */
  readonly #open = new Map<ObservedLink, (close: Close) => void>();
  readonly #closing = new AbortController();
  #asked = 0;
  #opened = 0;

  constructor(options: HostOptions) {
    this.journal = new Journal(options.clock);
    this.#options = { ...options, observers: [this.journal, ...options.observers] };
    const secrets = new ClientSecrets(options.clock, seeded(options.seed, "client secrets"));
    this.#secrets = secrets;
    this.#admission = { ...options, findSecret: (key) => secrets.find(key) };
  }

  get open(): number {
    return this.#open.size;
  }

  get opened(): number {
    return this.#opened;
  }

  /** @param port where the client's connection comes from. */
  async answer(request: Request, port: number): Promise<Answer> {
    const url = new URL(request.url);
    const own = answerOwn(url.pathname, this.journal);
    if (own) return { response: own };
    if (url.pathname === CLIENT_SECRETS_PATH && request.method === "POST") {
      return { response: await answerMint(request, this.#secrets, this.#options.apiKey) };
    }
    const verdict = judgeHandshake(url, request, this.#admission);
    if (verdict.kind === "http") return { response: refuseHttp(verdict) };
    const protocol = selectProtocol(request.headers);
    const wanted = await this.#askDoorkeeper(request.headers, verdict);
    if (wanted !== 101) return { response: refuseHttp(ordered(wanted)) };
    if (verdict.kind === "refused") return { protocol, take: (socket) => refuse(socket, verdict) };
    const numbered: Numbered = {};
    const path = this.#pathOf(++this.#asked, numbered);
    const { status, dueMs } = path.answerUpgrade();
    if (!await this.#waitUntil(dueMs)) return { response: refuseHttp(SHUTTING_DOWN) };
    if (status !== 101) return { response: refuseHttp(ordered(status)) };
    const admitted = { accepted: verdict, path, search: url.search, port, numbered };
    return {
      protocol,
      take: (socket) => {
        if (this.#closing.signal.aborted) socket.close(GOING_AWAY.code, GOING_AWAY.reason);
        else this.#serve(socket, admitted);
      },
    };
  }

  /** Ends every session, and those that are just about to open. */
  closeAll(): void {
    this.#closing.abort();
    for (const [link, end] of this.#open) {
      link.close(GOING_AWAY.code, GOING_AWAY.reason);
      end(GOING_AWAY);
    }
    this.#open.clear();
  }

  async #askDoorkeeper(headers: Headers, verdict: Handshake): Promise<number> {
    const refusal = verdict.kind === "refused" ? { refusal: verdict.refusal } : {};
    return await this.#options.doorkeeper?.({ headers, ...refusal }) ?? 101;
  }

  /** @param number of the clients that may come in, those among them that a fault turns away. */
  #pathOf(number: number, numbered: Numbered): Path {
    const { clock, seed, faults, observers } = this.#options;
    return new Path({
      clock,
      number,
      rules: faults,
      random: (stream) => seeded(seed, `session ${number}`, stream),
      onGiven: ({ text }) => {
        for (const observer of observers) observer.onFault?.(numbered.session, text);
      },
    });
  }

  /** Whether the mock still runs then. */
  async #waitUntil(dueMs: number): Promise<boolean> {
    const { clock } = this.#options;
    if (dueMs <= clock.now()) return !this.#closing.signal.aborted;
    return await sleepUntil(clock, dueMs, this.#closing.signal).then(() => true, () => false);
  }

  #serve(socket: ServerSocket, { accepted, path, search, port, numbered }: Admitted): void {
    const number = numbered.session = ++this.#opened;
    const { clock, openSession, observers, connectionFrom } = this.#options;
    const { template, denied } = accepted;
    const identity = { number, template, ...(denied && { denied }), search, clock };
    const link = new ObservedLink(socket, identity, observers);
    path.open({
      leave: (item) => leaveBy(link, item, () => connectionFrom(port)),
      receive: (text) => session?.receive(text),
    });
    let session: LiveSession | undefined;
    const end = (close: Close) => {
      session?.end(close);
      path.end();
    };
    const contain = (act: () => void) => {
      try {
        act();
      } catch (error) {
        end(link.failed(error));
      }
    };
    this.#open.set(link, end);
    socket.listen({
      onText: (text) => contain(() => path.take(text)),
      onBinary: (bytes) => contain(() => session?.receiveBinary(bytes)),
      onClose: (code, reason) => {
        end({ code, reason });
        this.#open.delete(link);
        link.closed(code, reason);
      },
    });
    contain(() => session = openSession(throughPath(link, path)));
  }
}

const GOING_AWAY: Close = { code: 1001, reason: "The mock is shutting down." };
const SHUTTING_DOWN = {
  kind: "http",
  status: 503,
  refusal: { code: null, message: GOING_AWAY.reason },
} as const;
const ordered = (status: number) =>
  ({ kind: "http", status, refusal: { code: null, message: "A fault, as ordered." } }) as const;

function refuse(
  socket: ServerSocket,
  { refusal, code }: Extract<Handshake, { kind: "refused" }>,
): void {
  const random = seeded(1, "refused");
  new Outbox((event) => socket.send(JSON.stringify(event)), random).refuse(refusal);
  socket.close(code, closeReason(refusal));
}

function refuseHttp({ status, refusal }: Extract<Handshake, { kind: "http" }>): Response {
  const headers: HeadersInit = status === 426
    ? { upgrade: "websocket", connection: "upgrade" }
    : {};
  return httpError(status, refusal, headers);
}
