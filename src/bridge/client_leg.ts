import type { Close } from "../protocol/close_frame.ts";
import type { Cancel, Clock } from "../time/clock.ts";
import type { Connect } from "./leg.ts";

/**
 * A close is sent when for so many steps nothing came in, or after so many steps in all. Steps, not a
 * time: a machine that stood still for a while has frames to read and timers that are overdue.
 */
const STEP_MS = 4;
const QUIET_STEPS = 3;
const MAX_STEPS = 25;

/**
 * A leg accepted from a client. Four limits of the server's sockets: a close before the upgrade is
 * done has no effect, an open socket cannot be dropped without the peer's answer to the close, reading
 * cannot be paused, and a close is lost when frames come in behind it. The runtime pings a silent
 * client by itself.
 */
export function clientLeg(socket: WebSocket, clock: Clock): Connect {
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
      close: (code, reason) => closeWhenQuiet(socket, clock, { code, reason }),
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
 * Closes behind the frames that are on their way already. The first to come in after the call to
 * `close` would make the runtime drop the connection, the close frame unsent: the client would never
 * learn the code.
 */
function closeWhenQuiet(socket: WebSocket, clock: Clock, { code, reason }: Close): void {
  const done = new AbortController();
  const { signal } = done;
  let steps = 0;
  let quietSteps = 0;
  const step = () => {
    if (++quietSteps < QUIET_STEPS && ++steps < MAX_STEPS) return wait();
    done.abort();
    socket.close(code, reason);
  };
  let cancel: Cancel = () => {};
  const wait = () => void (cancel = clock.at(clock.now() + STEP_MS, step));
  socket.addEventListener("message", () => void (quietSteps = 0), { signal });
  socket.addEventListener("close", () => {
    done.abort();
    cancel();
  }, { signal });
  wait();
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
