import type { UpstreamPhase } from "../protocol/bridge_events.ts";
import {
  CLOSE_TIMEOUT_MS,
  type Connect,
  CONNECTION_LOST,
  type Leg,
  type LegEnd,
  type LegFailure,
  type LegListener,
} from "./leg.ts";
import { ClientSocket } from "./rfc6455/client_socket.ts";
import { handshake } from "./rfc6455/handshake.ts";

export interface UpstreamOptions {
  /** `ws:` or `wss:` URL with its query. */
  readonly url: string;
  /** How the key is presented: as a Bearer header, or in a subprotocol, as browsers must. */
  readonly auth: "header" | "subprotocol";
  readonly apiKey?: string;
}

/** As much as the service takes itself in one event. */
const MAX_MESSAGE_BYTES = 16 << 20;

/**
 * A leg dialled to the Realtime service. `onPhase` is told of each phase of the dial that ends, but for
 * the last, the upgrade: the leg itself reports that it is open.
 */
export function upstreamLeg(
  options: UpstreamOptions,
  onPhase: (phase: UpstreamPhase) => void = () => {},
): Connect {
  return (listener) => new UpstreamLeg(options, listener, onPhase);
}

class UpstreamLeg implements Leg {
  readonly #listener: LegListener;
  #connection: Deno.Conn | undefined;
  #socket: ClientSocket | undefined;
  #ended = false;

  constructor(
    options: UpstreamOptions,
    listener: LegListener,
    onPhase: (phase: UpstreamPhase) => void,
  ) {
    this.#listener = listener;
    this.#dial(options, onPhase).catch((error) => this.#failed(unreachable(error)));
  }

  get bufferedBytes(): number {
    return this.#socket?.bufferedBytes ?? 0;
  }

  send(text: string): boolean {
    return this.#socket?.send(text) ?? false;
  }

  /** Only a socket that is read can hear the answer to its close. */
  close(code: number, reason: string): void {
    this.#socket?.resume();
    this.#socket?.close(code, reason);
  }

  terminate(): void {
    if (this.#socket) return this.#socket.terminate();
    this.#end(CONNECTION_LOST);
  }

  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  ping(): void {
    this.#socket?.ping();
  }

  async #dial(options: UpstreamOptions, onPhase: (phase: UpstreamPhase) => void): Promise<void> {
    const url = new URL(options.url);
    const connection = await connect(url, onPhase);
    if (this.#ended) return connection.close();
    this.#connection = connection;
    const answer = await handshake(connection, { url, ...credentials(options) });
    if (this.#ended) return;
    if (!answer.isOpen) return this.#failed(refused(answer.status));
    this.#open(connection, answer.rest);
  }

  #open(connection: Deno.Conn, rest: Uint8Array): void {
    const listener = this.#listener;
    const socket = this.#socket = new ClientSocket(connection, {
      maxBytes: MAX_MESSAGE_BYTES,
      closeTimeoutMs: CLOSE_TIMEOUT_MS,
      onText: (text) => listener.onText(text),
      onBinary: () => listener.onBinary(),
      onAlive: () => listener.onAlive(),
      onClosed: (code, reason) => this.#report({ code, reason }),
    });
    listener.onOpen();
    socket.start(rest);
  }

  #failed(failure: LegFailure): void {
    this.#end({ ...CONNECTION_LOST, failure });
  }

  /** Ends a leg that never opened. */
  #end(end: LegEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#connection?.close();
    this.#report(end);
  }

  /** Later, so that who terminates a leg does not hear of it within that call. */
  #report(end: LegEnd): void {
    queueMicrotask(() => this.#listener.onClosed(end));
  }
}

/** A connection that does not hold small writes back, with TLS where the URL asks for it. */
async function connect(url: URL, onPhase: (phase: UpstreamPhase) => void): Promise<Deno.Conn> {
  const isSecure = url.protocol === "wss:";
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port || (isSecure ? 443 : 80));
  const connection = await Deno.connect({ hostname, port });
  connection.setNoDelay(true);
  onPhase("tcp");
  if (!isSecure) return connection;
  const secured = await Deno.startTls(connection, { hostname, alpnProtocols: ["http/1.1"] });
  await secured.handshake();
  onPhase("tls");
  return secured;
}

function credentials({ auth, apiKey }: UpstreamOptions) {
  if (auth === "header") {
    return { protocols: [], headers: apiKey ? { authorization: `Bearer ${apiKey}` } : {} };
  }
  const protocols = ["realtime"];
  if (apiKey) protocols.push(`openai-insecure-api-key.${apiKey}`);
  return { protocols, headers: {} };
}

function refused(status: number | undefined): LegFailure {
  const message = `the upstream refused the handshake with HTTP ${status}`;
  return { code: "upstream_refused", message };
}

/** Names the system's error code only: the message could tell the client our addresses. */
function unreachable(error: unknown): LegFailure {
  const code = (error as { code?: unknown }).code;
  const detail = typeof code === "string" ? ` (${code})` : "";
  return { code: "upstream_unreachable", message: `the upstream cannot be reached${detail}` };
}
