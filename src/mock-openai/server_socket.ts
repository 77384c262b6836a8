/** Of a connection that ended without a close frame (RFC 6455, 7.1.5). */
export const CLOSE_ABNORMAL = 1006;

/** What a client's socket tells. `onClose` may come twice, after an idle timeout. */
export interface ServerSocketHandlers {
  onText(text: string): void;
  onBinary(bytes: Uint8Array): void;
  onClose(code: number, reason: string): void;
}

/** A client's open WebSocket as the mock uses it, whichever server accepted it. */
export interface ServerSocket {
  /** Does nothing once the socket is closing. */
  send(text: string): void;
  /** Of what was sent, what the system has not taken yet. */
  readonly bufferedBytes: number;
  close(code: number, reason: string): void;
  listen(handlers: ServerSocketHandlers): void;
}

/** What becomes of a request: a plain response, or a WebSocket that is handed over when it is open. */
export type Answer =
  | { readonly response: Response }
  | {
    /** The subprotocol to select. */
    readonly protocol: string | undefined;
    take(socket: ServerSocket): void;
  };

/** Decides on each request of a listener; `port` is where its connection comes from. */
export type Answerer = (request: Request, port: number) => Answer | Promise<Answer>;

export interface ListenAt {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
}

/** A server that accepts connections. */
export interface Listener {
  /** Scheme, host and port, e.g. `ws://127.0.0.1:8787`. */
  readonly origin: string;
  /** Stops listening and resolves when every connection has ended, those that hang by `signal`. */
  close(signal: AbortSignal): Promise<void>;
}

/** Host and port as they stand in a URL. */
export function authority(hostname: string, port: number): string {
  return hostname.includes(":") ? `[${hostname}]:${port}` : `${hostname}:${port}`;
}
