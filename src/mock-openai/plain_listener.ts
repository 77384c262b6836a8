import { sleep } from "../time/clock.ts";
import { systemClock } from "../time/system_clock.ts";
import { Busy } from "./busy.ts";
import { eventSocket } from "./event_socket.ts";
import { type Answerer, authority, type ListenAt, type Listener } from "./server_socket.ts";

/** A ping goes out after half of this without a frame of the client: 20 s, as the live service pings. */
const IDLE_TIMEOUT_S = 40;

/** An answer is called complete just before it leaves. */
const LINGER_MS = 20;

/** Serves `ws:` and `http:`. Throws `Deno.errors.AddrInUse` and its like. */
export function listenPlain({ host, port }: ListenAt, answer: Answerer): Listener {
  const drop = new AbortController();
  const busy = new Busy();
  const server = Deno.serve(
    { hostname: host, port, onListen: () => {}, signal: drop.signal },
    async (request, { remoteAddr, completed }) => {
      busy.until(completed);
      const answered = await answer(request, remoteAddr.port);
      if ("response" in answered) return answered.response;
      const upgraded = upgrade(request, answered.protocol);
      if (!upgraded) return new Response("The WebSocket upgrade is malformed.\n", { status: 400 });
      const { socket, response } = upgraded;
      socket.onopen = () => {
        busy.until(new Promise((resolve) => socket.addEventListener("close", resolve)));
        answered.take(eventSocket(socket));
      };
      return response;
    },
  );
  return {
    origin: `ws://${authority(server.addr.hostname, server.addr.port)}`,
    // Not `shutdown`: it never ends where a client has gone before its upgrade was done.
    close: async (signal) => {
      await busy.over(signal);
      await sleep(systemClock, LINGER_MS);
      drop.abort();
      await server.finished;
    },
  };
}

function upgrade(
  request: Request,
  protocol: string | undefined,
): Deno.WebSocketUpgrade | undefined {
  try {
    const upgraded = Deno.upgradeWebSocket(request, { idleTimeout: IDLE_TIMEOUT_S });
    // Not by the option `protocol`: it fails for clients that offer several without a space between.
    if (protocol) upgraded.response.headers.set("sec-websocket-protocol", protocol);
    return upgraded;
  } catch {
    return undefined;
  }
}
