import type { Clock } from "../time/clock.ts";
import { systemClock } from "../time/system_clock.ts";
import { clientLeg } from "./client_leg.ts";
import { UsageError } from "../config/problem.ts";
import type { BridgeConfig } from "./config.ts";
import { Session } from "./session.ts";
import { sessionUpdate } from "./session_update.ts";
import { upgrade } from "./upgrade.ts";
import { loadWebSocketClient, upstreamLeg } from "./upstream.ts";

/** A bridge that accepts connections. */
export interface Bridge {
  /** Where clients connect: `ws://HOST:PORT/voice`. */
  readonly url: string;
  readonly openSessions: number;
  /** Closes both legs of all sessions with 1001, in 3 s at most, then the server. Repeatable. */
  close(): Promise<void>;
}

/** Starts a bridge. Throws a {@linkcode UsageError} when it cannot listen where it should. */
export function startBridge(config: BridgeConfig, clock: Clock = systemClock): Bridge {
  return new BridgeServer(config, clock);
}

class BridgeServer implements Bridge {
  readonly url: string;
  readonly #config: BridgeConfig;
  readonly #clock: Clock;
  readonly #sessionUpdate: string;
  readonly #bootId = crypto.randomUUID();
  readonly #sessions = new Set<Session>();
  readonly #stop = new AbortController();
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  #accepted = 0;
  #closing: Promise<void> | undefined;
  #onIdle = () => {};

  constructor(config: BridgeConfig, clock: Clock) {
    this.#config = config;
    this.#clock = clock;
    this.#sessionUpdate = sessionUpdate(config.session);
    this.#server = this.#listen(config);
    this.url = voiceUrl(this.#server.addr);
    // Ready for the first dial, which reports the error if there is one.
    loadWebSocketClient().catch(() => {});
  }

  get openSessions(): number {
    return this.#sessions.size;
  }

  close(): Promise<void> {
    return this.#closing ??= this.#shutDown();
  }

  async #shutDown(): Promise<void> {
    const idle = new Promise<void>((resolve) => this.#onIdle = resolve);
    for (const session of this.#sessions) {
      session.close({ code: 1001, reason: "the bridge is shutting down" });
    }
    if (this.#sessions.size > 0) await idle;
    this.#stop.abort();
    await this.#server.finished;
  }

  #listen({ host, port }: BridgeConfig): Deno.HttpServer<Deno.NetAddr> {
    const hostname = host === undefined ? {} : { hostname: host };
    const options = { ...hostname, port, signal: this.#stop.signal, onListen: () => {} };
    try {
      return Deno.serve(options, (request) => this.#handle(request));
    } catch (error) {
      const field = error instanceof Deno.errors.AddrInUse ? "PORT" : "HOST";
      const rule = `cannot listen on ${host ?? "any address"}, port ${port} (${error})`;
      throw new UsageError([{ field, rule, remedy: "choose another; port 0 is any free one" }]);
    }
  }

  #handle(request: Request): Response {
    if (new URL(request.url).pathname !== "/voice") return text(404, "not found: use /voice");
    if (this.#closing) return text(503, "the bridge is shutting down");
    const upgraded = upgrade(request);
    if (!upgraded) return text(400, "/voice takes WebSocket connections only");
    return this.#accept(upgraded);
  }

  #accept({ socket, response }: Deno.WebSocketUpgrade): Response {
    const session = new Session({
      client: clientLeg(socket),
      upstream: upstreamLeg(this.#config.upstream),
      sessionUpdate: this.#sessionUpdate,
      clock: this.#clock,
      limits: this.#config.limits,
      policy: this.#config.policy,
      onEnd: () => this.#ended(session),
    });
    this.#sessions.add(session);
    this.#describe(response.headers);
    return response;
  }

  /** Says which instance this is, and whether it is new: the client cannot know otherwise. */
  #describe(headers: Headers): void {
    const isFirst = this.#accepted++ === 0;
    try {
      headers.set("x-bridge-boot-id", this.#bootId);
      if (this.#config.region) headers.set("x-bridge-region", this.#config.region);
      if (isFirst) headers.set("x-bridge-cold", "1");
    } catch {
      // Some versions of the runtime have immutable headers here: do without.
    }
  }

  #ended(session: Session): void {
    this.#sessions.delete(session);
    if (this.#sessions.size === 0) this.#onIdle();
  }
}

/** A platform may serve on something that has no host name and port. */
function voiceUrl({ hostname = "localhost", port = 80 }: Partial<Deno.NetAddr>): string {
  return `ws://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}/voice`;
}

function text(status: number, message: string): Response {
  return new Response(`${message}\n`, { status });
}
