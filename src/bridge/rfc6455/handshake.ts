import { sha1 } from "./sha1.ts";

/** RFC 6455 §1.3. */
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const MAX_HEAD_BYTES = 16 << 10;
const END_OF_HEAD = "\r\n\r\n";

export interface HandshakeOptions {
  readonly url: URL;
  readonly protocols: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

export interface HandshakeAnswer {
  /** Of HTTP; 101: the WebSocket is open. */
  readonly status: number;
  /** Bytes that came behind the head: the first frames. */
  readonly rest: Uint8Array;
}

/**
 * Asks for a WebSocket (RFC 6455 §4.1), without extensions. Rejects where the connection breaks or the
 * answer is not one to this request; it waits for as long as the connection lives.
 */
export async function handshake(
  connection: Deno.Conn,
  options: HandshakeOptions,
): Promise<HandshakeAnswer> {
  const key = crypto.getRandomValues(new Uint8Array(16)).toBase64();
  // Ready by the time that the answer is.
  const accept = acceptOf(key);
  await writeAll(connection, new TextEncoder().encode(requestHead(options, key)));
  const { head, rest } = await readHead(connection);
  const status = Number(/^HTTP\/1\.1 (\d{3})(?: |\r|$)/.exec(head)?.[1] ?? NaN);
  if (Number.isNaN(status)) throw new Error("the answer is not HTTP/1.1");
  if (status === 101) checkUpgrade(fields(head), accept, options.protocols);
  return { status, rest };
}

function requestHead({ url, protocols, headers }: HandshakeOptions, key: string): string {
  const lines = [
    `GET ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${key}`,
    ...(protocols.length > 0 ? [`Sec-WebSocket-Protocol: ${protocols.join(",")}`] : []),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return lines.join("\r\n") + END_OF_HEAD;
}

async function writeAll(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}

async function readHead(connection: Deno.Conn): Promise<{ head: string; rest: Uint8Array }> {
  const buffer = new Uint8Array(MAX_HEAD_BYTES);
  // A character a byte.
  const decoder = new TextDecoder("latin1");
  let text = "";
  while (text.length < buffer.length) {
    const bytes = await connection.read(buffer.subarray(text.length));
    if (bytes === null) throw new Error("the connection ended during the handshake");
    const from = Math.max(0, text.length - END_OF_HEAD.length + 1);
    text += decoder.decode(buffer.subarray(text.length, text.length + bytes));
    const end = text.indexOf(END_OF_HEAD, from);
    if (end < 0) continue;
    return { head: text.slice(0, end), rest: buffer.subarray(end + 4, text.length) };
  }
  throw new Error("the answer to the handshake is too long");
}

/** By lower-case name. */
function fields(head: string): ReadonlyMap<string, string> {
  return new Map(
    head.split("\r\n").slice(1).map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

/** What RFC 6455 §4.1 has the client check. */
function checkUpgrade(
  fields: ReadonlyMap<string, string>,
  accept: string,
  protocols: readonly string[],
): void {
  const protocol = fields.get("sec-websocket-protocol");
  const isRight = fields.get("upgrade")?.toLowerCase() === "websocket" &&
    /(^|[\s,])upgrade([\s,]|$)/i.test(fields.get("connection") ?? "") &&
    fields.get("sec-websocket-accept") === accept &&
    !fields.has("sec-websocket-extensions") &&
    (protocol === undefined || protocols.includes(protocol));
  if (!isRight) throw new Error("the 101 does not answer this handshake");
}

function acceptOf(key: string): string {
  return sha1(new TextEncoder().encode(key + GUID)).toBase64();
}
