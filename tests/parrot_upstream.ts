import { createHash } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** Where an upstream may quote the key that it is given. */
export const QUOTES = [
  "status line",
  "redirect",
  "no HTTP",
  "subprotocol",
  "extension",
  "frames",
  "bad frame",
  "close",
  "code",
  "value",
] as const;
export type Quote = typeof QUOTES[number];

/** An upstream that answers every request with its key, put where `quote` says. */
export interface Parrot extends AsyncDisposable {
  readonly url: string;
  /** How often it has spoken. */
  readonly answers: number;
}

export async function startParrot(quote: Quote, key: string): Promise<Parrot> {
  let answers = 0;
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (head) => {
      answers++;
      answer(socket, head.toString("latin1"), quote, key);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1/realtime`,
    get answers() {
      return answers;
    },
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, "close");
    },
  };
}

function answer(socket: Socket, head: string, quote: Quote, key: string): void {
  const [, nonce] = /sec-websocket-key: (\S+)/i.exec(head) ?? [];
  if (quote === "no HTTP") return void socket.end(`${key}\r\n\r\n${key}`);
  if (nonce === undefined || quote === "status line" || quote === "redirect") {
    return void socket.end(refusal(quote, key));
  }
  socket.write(accepted(head, nonce, quote, key));
  for (const frame of frames(quote, key)) socket.write(frame);
  socket.on("data", () => socket.end());
}

function refusal(quote: Quote, key: string): string {
  const error = { message: `Incorrect API key: ${key}`, code: quote === "code" ? key : "bad_key" };
  const body = JSON.stringify(quote === "value" ? { value: key } : { error });
  const status = { redirect: "302 Found", value: "200 OK" }[quote as string] ?? `401 No ${key}`;
  return `HTTP/1.1 ${status}\r\nlocation: http://127.0.0.1:1/?key=${key}\r\nx-key: ${key}\r\n` +
    `set-cookie: key=${key}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

function accepted(head: string, nonce: string, quote: Quote, key: string): string {
  // RFC 6455 §1.3.
  const accept = createHash("sha1").update(`${nonce}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
  const extra = {
    subprotocol: `sec-websocket-protocol: openai-insecure-api-key.${key}\r\n`,
    extension: `sec-websocket-extensions: ${key}\r\n`,
  }[quote as string] ?? (head.includes("realtime,") ? "sec-websocket-protocol: realtime\r\n" : "");
  return `HTTP/1.1 101 ${key}\r\nupgrade: websocket\r\nconnection: upgrade\r\nx-key: ${key}\r\n` +
    `${extra}sec-websocket-accept: ${accept.digest("base64")}\r\n\r\n`;
}

/** First bytes of unmasked, unfragmented frames: RFC 6455 §5.2. */
const TEXT = 0x81;
const BINARY = 0x82;
const CLOSE = 0x88;
const PING = 0x89;
const RESERVED = 0xc3;

function frames(quote: Quote, key: string): Uint8Array[] {
  const close = frame(CLOSE, `\x0f\xa0bad key ${key}`);
  if (quote === "close") return [close];
  if (quote === "bad frame") return [frame(RESERVED, key)];
  return [
    frame(TEXT, `{"type":"error","key":"${key}"}`),
    frame(BINARY, key),
    frame(PING, key),
    close,
  ];
}

function frame(first: number, payload: string): Uint8Array {
  return Uint8Array.from([first, payload.length, ...[...payload].map((c) => c.charCodeAt(0))]);
}
