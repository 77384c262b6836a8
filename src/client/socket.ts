/** A dialled WebSocket as the client uses it; `dial.ts` makes real ones, tests make their own. */
export interface Socket {
  /** @param isRepeated one of few texts that are sent over and over: its frame is made once and kept. */
  send(text: string, isRepeated?: boolean): void;
  /** What was sent and the system has not taken yet; missing where the socket cannot tell. */
  readonly unsentBytes?: number;
  /** @param payload at most 125 bytes; the pong repeats it. */
  ping(payload: string): void;
  close(): void;
  /** Reads no more: what arrives stays with the system. */
  pause(): void;
  /** Ends at once, without the closing handshake. */
  terminate(): void;
}

/** What happens on a socket. Times are on the client's monotonic clock. */
export interface SocketHandlers {
  onText(text: string, bytes: number): void;
  onPong(payload: string): void;
  /** Exactly once, whatever ended the socket. */
  onClose(code: number, reason?: string): void;
}

/** Phases of a connect in ms; a phase that did not take place (no name to look up, no TLS) is absent. */
export interface ConnectPhases {
  readonly dnsMs?: number;
  readonly tcpMs?: number;
  readonly tlsMs?: number;
  readonly upgradeMs?: number;
}

export type DialResult =
  | {
    readonly ok: true;
    readonly socket: Socket;
    readonly phases: ConnectPhases;
    /** When the 101 arrived. */
    readonly openedAtMs: number;
    /** Headers of the 101, names in lower case. */
    readonly headers: Readonly<Record<string, string>>;
  }
  | {
    readonly ok: false;
    readonly outcome: "unreachable" | "refused" | "timeout";
    /** A short stable code, e.g. `ECONNREFUSED` or `http_401`. */
    readonly errorCode: string;
    /** Why, in the words of the one who refused; one printable line. */
    readonly errorMessage?: string;
    readonly phases: ConnectPhases;
  };

export type Dial = (handlers: SocketHandlers, signal: AbortSignal) => Promise<DialResult>;
