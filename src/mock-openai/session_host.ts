import { seeded } from "../random/random.ts";
import type { Clock } from "../time/clock.ts";
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
import type { LiveSession, OpenSession } from "./live_session.ts";
import { ObservedLink } from "./observed_link.ts";
import type { MockObserver } from "./observer.ts";
import { Outbox } from "./outbox.ts";
import { answerOwn } from "./own_endpoints.ts";
import type { Answer, ServerSocket } from "./server_socket.ts";

const CLOSE_GOING_AWAY = 1001;

export interface HostOptions {
  readonly clock: Clock;
  /** Of the ephemeral keys that are minted here. */
  readonly seed: number;
  /** The key to insist on. Without it every client is let in. */
  readonly apiKey?: string;
  /** Let clients in that ask for the retired beta; they get the GA protocol. */
  readonly allowBeta?: boolean;
  readonly openSession: OpenSession;
  readonly observers: readonly MockObserver[];
}

/** Binds sessions to sockets: answers requests and knows which sessions are open. */
export class SessionHost {
  readonly journal: Journal;
  readonly #options: HostOptions;
  readonly #secrets: ClientSecrets;
  readonly #admission: Admission;
  readonly #open = new Map<ObservedLink, LiveSession>();
  #opened = 0;
  #closing = false;

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

  async answer(request: Request): Promise<Answer> {
    const url = new URL(request.url);
    const own = answerOwn(url.pathname, this.journal);
    if (own) return { response: own };
    if (url.pathname === CLIENT_SECRETS_PATH && request.method === "POST") {
      return { response: await answerMint(request, this.#secrets, this.#options.apiKey) };
    }
    const verdict = judgeHandshake(url, request.headers, this.#admission);
    if (verdict.kind === "http") return { response: refuseHttp(verdict) };
    return {
      protocol: selectProtocol(request.headers),
      take: (socket) => {
        if (verdict.kind === "refused") refuse(socket, verdict);
        else if (this.#closing) socket.close(...GOING_AWAY);
        else this.#serve(socket, verdict, url.search);
      },
    };
  }

  /** Ends every session, and those that are just about to open. */
  closeAll(): void {
    this.#closing = true;
    for (const [link, session] of this.#open) {
      link.close(...GOING_AWAY);
      session.end();
    }
    this.#open.clear();
  }

  #serve(socket: ServerSocket, { template, denied }: Accepted, search: string): void {
    const { clock, openSession, observers } = this.#options;
    const number = ++this.#opened;
    const identity = { number, template, ...(denied && { denied }), search, clock };
    const link = new ObservedLink(socket, identity, observers);
    const session = openSession(link);
    this.#open.set(link, session);
    socket.listen({
      onText: (text) => session.receive(text),
      onBinary: () => session.receiveBinary(),
      onClose: (code, reason) => {
        session.end();
        this.#open.delete(link);
        link.closed(code, reason);
      },
    });
  }
}

type Accepted = Extract<Handshake, { kind: "accepted" }>;

const GOING_AWAY = [CLOSE_GOING_AWAY, "The mock is shutting down."] as const;

function refuse(
  socket: ServerSocket,
  { fault, code }: Extract<Handshake, { kind: "refused" }>,
): void {
  const random = seeded(1, "refused");
  new Outbox((event) => socket.send(JSON.stringify(event)), random).refuse(fault);
  socket.close(code, closeReason(fault));
}

function refuseHttp({ status, message }: Extract<Handshake, { kind: "http" }>): Response {
  const headers = status === 426 ? { upgrade: "websocket", connection: "upgrade" } : {};
  return httpError(status, { code: null, message }, headers);
}
