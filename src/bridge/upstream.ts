import type { UpstreamPhase } from "../protocol/bridge_events.ts";
import { connect } from "./connect.ts";
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
  readonly #dial = new AbortController();
  #socket: ClientSocket | undefined;

  constructor(
    options: UpstreamOptions,
    listener: LegListener,
    onPhase: (phase: UpstreamPhase) => void,
  ) {
    this.#listener = listener;
    this.#open(options, onPhase);
  }

  get bufferedBytes(): number {
    return this.#socket?.bufferedBytes ?? 0;
  }

  send(text: string): boolean {
    return this.#socket?.send(text) ?? false;
  }

  close(code: number, reason: string): void {
    this.#socket?.close(code, reason);
  }

  terminate(): void {
    if (this.#socket) this.#socket.terminate();
    else this.#giveUp(CONNECTION_LOST);
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

  async #open(options: UpstreamOptions, onPhase: (phase: UpstreamPhase) => void): Promise<void> {
    const { signal } = this.#dial;
    const opened = await dial(options, signal, onPhase).catch(unreachable);
    if (signal.aborted) return;
    if ("code" in opened) this.#giveUp({ ...CONNECTION_LOST, failure: opened });
    else this.#start(opened);
  }

  #start({ connection, first }: Opened): void {
    const listener = this.#listener;
    this.#socket = new ClientSocket(connection, {
      maxBytes: MAX_MESSAGE_BYTES,
      closeTimeoutMs: CLOSE_TIMEOUT_MS,
      onText: (text) => listener.onText(text),
      onBinary: () => listener.onBinary(),
      onAlive: () => listener.onAlive(),
      onClosed: (code, reason) => this.#report({ code, reason }),
    });
    listener.onOpen();
    this.#socket.start(first);
  }

  /** Ends a dial that has not opened, once. */
  #giveUp(end: LegEnd): void {
    if (this.#dial.signal.aborted) return;
    this.#dial.abort();
    this.#report(end);
  }

  /** Later, so that who terminates a leg does not hear of it within that call. */
  #report(end: LegEnd): void {
    queueMicrotask(() => this.#listener.onClosed(end));
  }
}

/** A connection on which a WebSocket is open, and what came on it so far. */
interface Opened {
  readonly connection: Deno.Conn;
  readonly first: Uint8Array;
}

async function dial(
  options: UpstreamOptions,
  signal: AbortSignal,
  onPhase: (phase: UpstreamPhase) => void,
): Promise<Opened | LegFailure> {
  const url = new URL(options.url);
  const connection = await connect(url, signal, onPhase);
  const { status, rest } = await handshake(connection, { url, ...credentials(options) });
  return status === 101 ? { connection, first: rest } : refused(status);
}

function credentials({ auth, apiKey }: UpstreamOptions) {
  if (auth === "header") {
    return { protocols: [], headers: apiKey ? { authorization: `Bearer ${apiKey}` } : {} };
  }
  const protocols = ["realtime"];
  if (apiKey) protocols.push(`openai-insecure-api-key.${apiKey}`);
  return { protocols, headers: {} };
}

function refused(status: number): LegFailure {
  const message = `the upstream refused the handshake with HTTP ${status}`;
  return { code: "upstream_refused", message };
}

/** Names the system's error code only: the message could tell the client our addresses. */
function unreachable(error: unknown): LegFailure {
  const code = (error as { code?: unknown }).code;
  const detail = typeof code === "string" ? ` (${code})` : "";
  return { code: "upstream_unreachable", message: `the upstream cannot be reached${detail}` };
}
