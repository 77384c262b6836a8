import { readConfig } from "./config.ts";
import { type Bridge, startBridge } from "./server.ts";
import { upgrade } from "./upgrade.ts";

/** Far more bytes than the bridge's marks and the system's own buffers hold. */
export const FLOOD_BYTES = 40_000_000;

/**
 * An upstream for tests: notes what arrives; a text frame "close" makes it close with 4009, one
 * "flood" send all it has at once, one "huge" send more in a frame than the service ever does.
 */
class FakeUpstream {
  readonly requests: { readonly url: URL; readonly headers: Headers }[] = [];
  readonly texts: string[] = [];
  readonly sockets: globalThis.WebSocket[] = [];
  #server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (r) => this.#accept(r));

  get url(): string {
    return `ws://127.0.0.1:${this.#server.addr.port}/v1/realtime`;
  }

  close(): Promise<void> {
    return this.#server.shutdown();
  }

  #accept(request: Request): Response {
    this.requests.push({ url: new URL(request.url), headers: new Headers(request.headers) });
    if (request.url.includes("refuse")) return new Response("no", { status: 429 });
    const { socket, response } = upgrade(request)!;
    this.sockets.push(socket);
    socket.onmessage = ({ data }) => {
      this.texts.push(data);
      if (data === "close") socket.close(4009, "as asked");
      else if (data === "huge") socket.send(" ".repeat(17 << 20));
      else if (data === "flood") {
        for (let i = 0; i < 400; i++) socket.send(" ".repeat(FLOOD_BYTES / 400));
      } else if (!data.includes("session.update")) socket.send(`echo ${data}`);
    };
    return response;
  }
}

interface World {
  readonly upstream: FakeUpstream;
  readonly bridge: Bridge;
}

/** Runs a bridge before an upstream of this kind. */
export async function withBridge(
  env: (upstream: FakeUpstream) => Record<string, string>,
  body: (world: World) => Promise<void>,
): Promise<void> {
  const upstream = new FakeUpstream();
  const variables = { PORT: "0", UPSTREAM_URL: upstream.url, ...env(upstream) };
  const bridge = startBridge(readConfig((name) => (variables as Record<string, string>)[name]));
  try {
    await body({ upstream, bridge });
  } finally {
    await bridge.close();
    await upstream.close();
  }
}
