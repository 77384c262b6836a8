/** RFC 6455 §1.3. */
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const MAX_HEAD_BYTES = 16 << 10;

export interface HandshakeOptions {
  readonly url: URL;
  readonly protocols: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

/** What the server answered: its status, and whether that opens the connection. */
export interface HandshakeAnswer {
  readonly status: number;
  readonly isOpen: boolean;
  /** Bytes that came behind the head: the first frames. */
  readonly rest: Uint8Array;
}

/** Asks for an upgrade and reads the answer's head. Rejects when the connection breaks. */
export async function handshake(
  connection: Deno.Conn,
  options: HandshakeOptions,
): Promise<HandshakeAnswer> {
  const key = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  await writeAll(connection, new TextEncoder().encode(request(options, key)));
  const { head, rest } = await readHead(connection);
  const [statusLine = "", ...lines] = head.split("\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3})(?: |$)/.exec(statusLine)?.[1] ?? NaN);
  const headers = new Map(lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  }));
  const protocol = headers.get("sec-websocket-protocol");
  const isOpen = status === 101 && headers.get("upgrade")?.toLowerCase() === "websocket" &&
    headers.get("sec-websocket-accept") === await acceptOf(key) &&
    !headers.has("sec-websocket-extensions") &&
    (protocol === undefined || options.protocols.includes(protocol));
  return { status, isOpen, rest };
}

export async function writeAll(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}

function request({ url, protocols, headers }: HandshakeOptions, key: string): string {
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
  return `${lines.join("\r\n")}\r\n\r\n`;
}

async function readHead(connection: Deno.Conn): Promise<{ head: string; rest: Uint8Array }> {
  const buffer = new Uint8Array(MAX_HEAD_BYTES);
  const decoder = new TextDecoder("latin1");
  for (let length = 0; length < buffer.length;) {
    const read = await connection.read(buffer.subarray(length));
    if (read === null) throw new Error("the connection ended during the handshake");
    length += read;
    const end = decoder.decode(buffer.subarray(0, length)).indexOf("\r\n\r\n");
    if (end < 0) continue;
    const head = decoder.decode(buffer.subarray(0, end));
    return { head, rest: buffer.subarray(end + 4, length) };
  }
  throw new Error("the answer to the handshake is too long");
}

async function acceptOf(key: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(key + GUID));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}
