import { once } from "node:events";
import https from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";
// @ts-types="@types/ws"
import { type WebSocket, WebSocketServer } from "ws";
import {
  type Answerer,
  authority,
  type ListenAt,
  type Listener,
  type ServerSocket,
} from "./server_socket.ts";

/** A certificate and its private key, PEM. */
export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
}

/** The cadence of the live service; who has not answered by the next ping is gone. */
const PING_INTERVAL_MS = 20_000;

/**
 * Serves `wss:` and `https:`. Not with `Deno.serve`, whose TLS sockets hold small frames back
 * (docs/decisions/0001). Rejects with `Deno.errors.AddrInUse` where that is why it cannot listen.
 */
export async function listenTls(
  { host, port }: ListenAt,
  { cert, key }: TlsIdentity,
  answer: Answerer,
): Promise<Listener> {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const server = https.createServer({ cert, key });
  server.on("request", (request, response) => respond(answer, request, response));
  server.on("upgrade", (request, socket, head) => {
    upgrade(sockets, answer, request, socket as Socket, head);
  });
  await listening(server, host, port);
  const stopPings = pingAll(sockets);
  const { address, port: bound } = server.address() as AddressInfo;
  return {
    origin: `wss://${authority(address, bound)}`,
    close: async (signal) => {
      const drop = () => {
        for (const socket of sockets.clients) socket.terminate();
        server.closeAllConnections();
      };
      if (signal.aborted) drop();
      signal.addEventListener("abort", drop, { once: true });
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      await closed;
      stopPings();
    },
  };
}

async function listening(server: https.Server, host: string, port: number): Promise<void> {
  const ready = once(server, "listening");
  server.listen(port, host);
  await ready.catch((error) => {
    throw error.code === "EADDRINUSE" ? new Deno.errors.AddrInUse(error.message) : error;
  });
}

async function respond(
  answer: Answerer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await buffer(request);
  const answered = await answer(
    toRequest(request, body.length > 0 ? body : undefined),
    request.socket.remotePort ?? 0,
  );
  if (!("response" in answered)) return void response.writeHead(400).end();
  const { status, headers } = answered.response;
  response.writeHead(status, Object.fromEntries(headers));
  response.end(await answered.response.bytes());
}

async function upgrade(
  sockets: WebSocketServer,
  answer: Answerer,
  request: IncomingMessage,
  raw: Socket,
  head: Uint8Array,
): Promise<void> {
  raw.setNoDelay(true);
  raw.on("error", () => raw.destroy());
  const answered = await answer(toRequest(request), raw.remotePort ?? 0);
  if ("response" in answered) return refuse(raw, answered.response);
  selectProtocol(request, answered.protocol);
  sockets.handleUpgrade(request, raw, head as Buffer, (socket) => {
    answered.take(serverSocket(socket));
  });
}

/** The first protocol offered is the one that ws selects: leave only that which is wanted. */
function selectProtocol({ headers }: IncomingMessage, protocol: string | undefined): void {
  if (protocol === undefined) delete headers["sec-websocket-protocol"];
  else headers["sec-websocket-protocol"] = protocol;
}

async function refuse(raw: Socket, response: Response): Promise<void> {
  const body = await response.bytes();
  const headers = [...response.headers, ["connection", "close"], ["content-length", body.length]];
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  raw.write(`HTTP/1.1 ${response.status} ${response.statusText}\r\n${lines}\r\n`);
  raw.end(body);
}

function toRequest({ url, method = "GET", headers }: IncomingMessage, body?: BodyInit): Request {
  return new Request(new URL(url ?? "/", "https://localhost"), {
    method,
    headers: Object.entries(headers).map(([name, value]): [string, string] => [name, `${value}`]),
    ...(body === undefined ? {} : { body }),
  });
}

function serverSocket(socket: WebSocket): ServerSocket {
  return {
    send: (text) => {
      if (socket.readyState === socket.OPEN) socket.send(text);
    },
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    close: (code, reason) => socket.close(code, reason),
    listen: ({ onText, onBinary, onClose }) => {
      socket.on("message", (data, isBinary) => isBinary ? onBinary() : onText(data.toString()));
      socket.on("close", (code, reason) => onClose(code, reason.toString()));
      // "close" follows.
      socket.on("error", () => socket.terminate());
    },
  };
}

/** Pings every socket at the interval and ends those that left the ping before unanswered. */
function pingAll({ clients }: WebSocketServer): () => void {
  const waiting = new WeakSet<WebSocket>();
  const timer = setInterval(() => {
    for (const socket of clients) {
      if (waiting.has(socket)) socket.terminate();
      waiting.add(socket);
      socket.once("pong", () => waiting.delete(socket));
      socket.ping();
    }
  }, PING_INTERVAL_MS);
  return () => clearInterval(timer);
}
