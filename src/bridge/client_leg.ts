import type { Connect } from "./leg.ts";

/**
 * A leg accepted from a client. Three limits of the server's sockets: a close before the upgrade is
 * done has no effect, an open socket cannot be dropped without the peer's answer to the close, and
 * reading cannot be paused. The runtime pings a silent client by itself.
 */
export function clientLeg(socket: WebSocket): Connect {
  return (listener) => {
    socket.onopen = () => listener.onOpen();
    socket.onmessage = ({ data }) => {
      if (typeof data === "string") listener.onText(data);
      else listener.onBinary();
    };
    // Follows each "error" event. A lost connection is reported as code 0.
    socket.onclose = ({ code, reason }) => listener.onClosed({ code: code || 1006, reason });
    return {
      send: (text) => {
        socket.send(text); // Without effect once the peer has said goodbye.
        return socket.readyState === socket.OPEN;
      },
      close: (code, reason) => socket.close(code, reason),
      // What can be done is not to listen any more. The system frees the socket when the peer goes.
      terminate: () => {
        socket.onmessage = socket.onclose = null;
        // Whoever opens after all finds nobody here.
        socket.onopen = () => socket.close(1011);
      },
      get bufferedBytes() {
        return socket.bufferedAmount;
      },
      pause: () => {},
      resume: () => {},
      ping: () => {},
    };
  };
}

/**
 * Resolves when a client's connection has ended: later than its session, where the peer leaves the
 * close unanswered. At once where the upgrade was never done, of which nobody would report the end.
 */
export function gone(socket: WebSocket): Promise<void> {
  const isOver = socket.readyState === socket.CLOSED || socket.readyState === socket.CONNECTING;
  if (isOver) return Promise.resolve();
  return new Promise((resolve) =>
    socket.addEventListener("close", () => resolve(), { once: true })
  );
}
