/**
 * A bridge small enough to see that it is sound. Each of the others here takes one part of it out, or
 * puts one in. Not for use: it has neither limits nor access control.
 */
// @ts-types="@types/ws"
import { WebSocket as WsWebSocket } from "ws";

/** What npm:ws and the runtime's own client have in common. */
export type Upstream = Pick<
  WebSocket,
  | "readyState"
  | "bufferedAmount"
  | "send"
  | "close"
  | "onopen"
  | "onmessage"
  | "onclose"
  | "onerror"
>;

/** The parts of a bridge in which faults are. */
export interface Parts {
  dial(url: string, key: string): Upstream;
  /** What the upstream is told when it is open. */
  readonly sessionUpdate: object;
  readonly dialsOnFirstMessage: boolean;
  /** What a client is told at once. */
  readonly greeting?: string;
  readonly protocols: readonly string[];
  /** Added to the 101. */
  headers(key: string): Record<string, string>;
  /** What the client is told when the upstream cannot be dialled. */
  failure(detail: string, key: string): string;
  /** Passes a client's frame on. */
  relay(text: string, forward: (text: string) => void): void;
  clientGone(upstream: Upstream): void;
  /** Of the client's socket; above it the client is sent away. */
  readonly maxBufferedBytes: number;
}

const SOUND: Parts = {
  dial: (url, key) =>
    new WsWebSocket(url, {
      perMessageDeflate: false,
      headers: { authorization: `Bearer ${key}` },
    }) as unknown as Upstream,
  sessionUpdate: {
    type: "realtime",
    audio: { input: { turn_detection: { type: "server_vad" } }, output: { voice: "alloy" } },
  },
  dialsOnFirstMessage: false,
  protocols: ["realtime"],
  headers: () => ({}),
  failure: () => "the upstream cannot be reached",
  relay: (text, forward) => forward(text),
  clientGone: (upstream) => upstream.close(),
  maxBufferedBytes: 4 << 20,
};

/** Serves `/voice` at a free port, and says where as the other bridges do. */
export async function serveBridge(
  parts: Partial<Parts> = {},
  tls: { readonly cert: string; readonly key: string } | Record<never, never> = {},
): Promise<void> {
  const all = { ...SOUND, ...parts };
  const options = { hostname: "127.0.0.1", port: Number(Deno.env.get("PORT")), onListen: () => {} };
  const server = Deno.serve({ ...options, ...tls }, (request) => accept(request, all));
  const scheme = "cert" in tls ? "wss" : "ws";
  const url = `${scheme}://127.0.0.1:${server.addr.port}/voice`;
  await Deno.stdout.write(new TextEncoder().encode(`${JSON.stringify({ ready: true, url })}\n`));
}

function accept(request: Request, parts: Parts): Response {
  if (request.headers.get("upgrade") !== "websocket") return new Response(null, { status: 404 });
  const offered = (request.headers.get("sec-websocket-protocol") ?? "").split(/,\s*/);
  const protocol = offered.find((name) => parts.protocols.includes(name));
  const { socket, response } = Deno.upgradeWebSocket(request, protocol ? { protocol } : {});
  const key = Deno.env.get("OPENAI_API_KEY") ?? "none";
  for (const [name, value] of Object.entries(parts.headers(key))) response.headers.set(name, value);
  join(socket, parts, key);
  return response;
}

function join(client: WebSocket, parts: Parts, key: string): void {
  const waiting: string[] = [];
  let upstream: Upstream | undefined;
  client.onopen = () => parts.greeting && client.send(parts.greeting);
  if (!parts.dialsOnFirstMessage) open();
  client.onmessage = ({ data }) => {
    if (!upstream) open();
    if (typeof data === "string") parts.relay(data, forward);
  };
  client.onclose = client.onerror = () => upstream && parts.clientGone(upstream);

  function forward(text: string): void {
    if (upstream?.readyState === WebSocket.OPEN) upstream.send(text);
    else waiting.push(text);
  }

  function open(): void {
    let failed: string | undefined;
    const socket = upstream = parts.dial(Deno.env.get("UPSTREAM_URL")!, key);
    socket.onopen = () => {
      socket.send(JSON.stringify({ type: "session.update", session: parts.sessionUpdate }));
      for (const text of waiting.splice(0)) socket.send(text);
    };
    socket.onmessage = ({ data }) => {
      if (client.readyState !== WebSocket.OPEN) return;
      client.send(String(data));
      if (client.bufferedAmount > parts.maxBufferedBytes) {
        socket.close();
        client.close(1013, "the client does not read");
      }
    };
    socket.onerror = (event) => failed = (event as ErrorEvent).message;
    socket.onclose = ({ code, reason }) => {
      if (client.readyState !== WebSocket.OPEN) return;
      if (failed !== undefined) {
        const error = { type: "server_error", message: parts.failure(failed, key) };
        client.send(JSON.stringify({ type: "error", error }));
      }
      client.close(code >= 3000 ? code : 1011, reason);
    };
  }
}

if (import.meta.main) await serveBridge();
