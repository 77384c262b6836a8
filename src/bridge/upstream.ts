import type { ConnectionOptions } from "node:tls";
import type { UpstreamPhase } from "../protocol/bridge_events.ts";
import {
  CLOSE_TIMEOUT_MS,
  type Connect,
  CONNECTION_LOST,
  type LegFailure,
  type LegListener,
} from "./leg.ts";
import type { ClientOptions, WebSocket } from "./ws.ts";

export interface UpstreamOptions {
  /** `ws:` or `wss:` URL with its query. */
  readonly url: string;
  /** How the key is presented: as a Bearer header, or in a subprotocol, as browsers must. */
  readonly auth: "header" | "subprotocol";
  readonly apiKey?: string;
}

/** Of `readyState`, in all WebSocket interfaces. */
const OPEN = 1;

/** `closeTimeout` also bounds how long an upstream that said goodbye may leave its socket open. */
const SOCKET_OPTIONS = {
  perMessageDeflate: false,
  closeTimeout: CLOSE_TIMEOUT_MS,
  // As much as the service takes itself in one event.
  maxPayload: 16 << 20,
};

/** Loads the WebSocket client, which takes about 30 ms the first time: too long before listening. */
export function loadWebSocketClient(): Promise<typeof import("./ws.ts")> {
  return import("./ws.ts");
}

/**
 * A leg dialled to the Realtime service. `onPhase` is told of each phase of the dial that ends, but for
 * the last, the upgrade: the leg itself reports that it is open.
 */
export function upstreamLeg(
  options: UpstreamOptions,
  onPhase: (phase: UpstreamPhase) => void = () => {},
): Connect {
  return (listener) => {
    let socket: WebSocket | undefined;
    let terminated = false;
    const dial = async () => {
      const { WebSocket, dialSocket } = await loadWebSocketClient();
      if (terminated) return listener.onClosed(CONNECTION_LOST);
      onPhase("load");
      const { protocols, headers } = credentials(options);
      const isSecure = options.url.startsWith("wss:");
      const createConnection = (where: ConnectionOptions) => dialSocket(isSecure, where, onPhase);
      const socketOptions = { ...SOCKET_OPTIONS, headers, createConnection } as ClientOptions;
      socket = new WebSocket(options.url, protocols, socketOptions);
      wire(socket, listener);
    };
    dial().catch((error) => {
      listener.onClosed({ ...CONNECTION_LOST, failure: unreachable(error) });
    });
    return {
      send: (text) => {
        // After the peer's close the client library drops what it is given, and does not say so.
        if (socket?.readyState !== OPEN) return false;
        socket.send(text);
        return true;
      },
      // Only a socket that is read can hear the answer to its close.
      close: (code, reason) => {
        socket?.resume();
        socket?.close(code, reason);
      },
      terminate: () => {
        terminated = true;
        socket?.terminate();
      },
      get bufferedBytes() {
        return socket?.bufferedAmount ?? 0;
      },
      pause: () => socket?.pause(),
      resume: () => socket?.resume(),
      ping: () => socket?.ping(),
    };
  };
}

function credentials({ auth, apiKey }: UpstreamOptions) {
  if (auth === "header") {
    return { protocols: [], headers: apiKey ? { authorization: `Bearer ${apiKey}` } : {} };
  }
  const protocols = ["realtime"];
  if (apiKey) protocols.push(`openai-insecure-api-key.${apiKey}`);
  return { protocols, headers: {} };
}

function wire(socket: WebSocket, listener: LegListener): void {
  let failure: LegFailure | undefined;
  let opened = false;
  socket.on("open", () => {
    opened = true;
    listener.onOpen();
  });
  socket.on("message", (data, isBinary) => {
    if (isBinary) listener.onBinary();
    else listener.onText(data.toString());
  });
  socket.on("ping", () => listener.onAlive());
  socket.on("pong", () => listener.onAlive());
  socket.on("unexpected-response", (_request, response) => {
    failure = refused(response.statusCode);
    socket.terminate();
  });
  // "close" follows each error; terminated here, it follows at once.
  socket.on("error", (error) => {
    if (!opened) failure ??= unreachable(error);
    socket.terminate();
  });
  socket.on("close", (code, reason) => {
    listener.onClosed({ code, reason: reason.toString(), ...(failure ? { failure } : {}) });
  });
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
