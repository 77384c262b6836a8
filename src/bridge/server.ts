import type { Clock } from "../time/clock.ts";
import { lightClock } from "../time/light_clock.ts";
import { clientLeg, gone } from "./client_leg.ts";
import { UsageError } from "../config/problem.ts";
import { accessNotice, LOCAL_ACCESS } from "./access_config.ts";
import type { Stay } from "./admission.ts";
import { refuse, text } from "./answers.ts";
import type { BridgeConfig } from "./config.ts";
import type { CallerRefusal } from "./gate.ts";
import type { Incidents } from "./incidents.ts";
import type { Observation } from "./observation.ts";
import { Observatory } from "./observatory.ts";
import type { People } from "./people.ts";
import { Session } from "./session.ts";
import { sessionUpdate } from "./session_update.ts";
import { asksForUpgrade, upgrade } from "./upgrade.ts";
import { redaction, type Tap, tapped } from "./tap.ts";
import { upstreamLeg } from "./upstream.ts";

const PAGE_PATH = /^\/(page\/|$)/;
/** RFC 9110 §7.2, as far as names in use have it. */
const HOST = /^[\w.:[\]-]*$/;
const NO_UPGRADE = "/voice takes WebSocket connections only";

/** A bridge that accepts connections. */
export interface Bridge {
  /** Where clients connect: `ws://HOST:PORT/voice`. */
  readonly url: string;
  readonly openSessions: number;
  /** Where a store is to be opened: resolves when it is; rejects with a UsageError if it has to be. */
  readonly ready: Promise<void> | undefined;
  /** Closes both legs of all sessions with 1001, in 3 s at most, then the server. Repeatable. */
  close(): Promise<void>;
}

/**
 * Starts a bridge. `say` is given what the operator should know, a line at a time.
 *
 * @throws {UsageError} when it cannot listen where it should.
 */
export function startBridge(
  config: BridgeConfig,
  clock: Clock = lightClock,
  say: (line: string) => void = () => {},
): Bridge {
  return new BridgeServer(config, clock, say);
}

class BridgeServer implements Bridge {
  readonly url: string;
  readonly ready: Promise<void> | undefined;
  readonly #config: BridgeConfig;
  readonly #clock: Clock;
  readonly #sessionUpdate: string;
  readonly #bootId = crypto.randomUUID();
  readonly #startedAtMs: number;
  readonly #people: Promise<People>;
  readonly #observatory: Observatory;
  readonly #say: (line: string) => void;
  /** Loaded with the first of them. */
  #incidents: Promise<Incidents> | undefined;
  readonly #sessions = new Set<Session>();
  readonly #stop = new AbortController();
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  #accepted = 0;
  #closing: Promise<void> | undefined;
  #onIdle = () => {};

  constructor(config: BridgeConfig, clock: Clock, say: (line: string) => void) {
    this.#config = config;
    this.#say = say;
    this.#clock = clock;
    this.#startedAtMs = clock.now();
    this.#sessionUpdate = sessionUpdate(config.session);
    this.#server = this.#listen(config);
    this.url = voiceUrl(this.#server.addr);
    const { access = LOCAL_ACCESS } = config;
    const notice = accessNotice(access);
    if (notice) say(notice);
    const options = { access, clock, bootId: this.#bootId, say };
    this.#people = import("./people.ts").then(({ People }) => new People(options));
    if (access.usageKv) this.ready = this.#people.then(({ ready }) => ready);
    this.ready?.catch(() => {}); // For who waits for it.
    this.#observatory = new Observatory({ config, clock, bootId: this.#bootId, say });
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
    await (await this.#people).close();
    this.#stop.abort();
    await this.#server.finished;
    (await this.#incidents)?.close();
  }

  #listen({ host, port }: BridgeConfig): Deno.HttpServer<Deno.NetAddr> {
    const hostname = host === undefined ? {} : { hostname: host };
    const options = { ...hostname, port, signal: this.#stop.signal, onListen: () => {} };
    try {
      return Deno.serve(options, (request, info) => this.#handle(request, info));
    } catch (error) {
      const field = error instanceof Deno.errors.AddrInUse ? "PORT" : "HOST";
      const rule = `cannot listen on ${host ?? "any address"}, port ${port} (${error})`;
      throw new UsageError([{ field, rule, remedy: "choose another; port 0 is any free one" }]);
    }
  }

  /** What is not on the way of a conversation is loaded when it is asked for. */
  async #handle(request: Request, { remoteAddr }: Deno.ServeHandlerInfo): Promise<Response> {
    const peer = "hostname" in remoteAddr ? remoteAddr.hostname : "";
    // A caller can write a Host of which the runtime makes no URL, or one with another path.
    const isHost = HOST.test(request.headers.get("host") ?? "");
    switch (isHost && URL.parse(request.url)?.pathname) {
      case false:
      case undefined:
        return text(400, "the Host header is not valid");
      case "/voice":
        return await this.#voice(request, peer);
      case "/session": {
        const { answerSession } = await import("./session_route.ts");
        const { admission } = await this.#people;
        return await answerSession(request, peer, {
          config: this.#config,
          admission,
          turnAway: (refusal) => this.#turnAway(refusal),
          failed: (failure) => this.#note((incidents) => incidents.failed(failure)),
        });
      }
      case "/usage":
        return await this.#usage(request);
      case "/healthz":
        return isRead(request)
          ? await this.#health()
          : text(405, "use GET", { allow: "GET, HEAD" });
      default:
        return await this.#page(request) ?? text(404, "not found: use /voice");
    }
  }

  async #page(request: Request): Promise<Response | undefined> {
    if (!this.#config.page || !PAGE_PATH.test(new URL(request.url).pathname)) return undefined;
    // Older versions import no text: the bridge then does without its page.
    const page = await import("./page/serve.ts").catch(() => undefined);
    if (page) return await page.servePage(request);
    return text(501, `the page needs Deno 2.8 or later, and this is ${Deno.version.deno}`);
  }

  async #health(): Promise<Response> {
    const { health } = await import("./health.ts");
    return await health({
      region: this.#config.region,
      bootId: this.#bootId,
      uptimeMs: this.#clock.now() - this.#startedAtMs,
      openSessions: this.#sessions.size,
      isStopping: this.#closing !== undefined,
      lastUpstreamFailure: (await this.#incidents)?.lastFailure ?? null,
    });
  }

  async #usage(request: Request): Promise<Response> {
    const adminToken = this.#config.access?.adminToken;
    if (adminToken === undefined) return text(404, "not found: BRIDGE_ADMIN_TOKEN is not set");
    return await (await this.#people).report(request, adminToken);
  }

  async #voice(request: Request, peer: string): Promise<Response> {
    const { admission } = await this.#people;
    const watch = await this.#observatory.watch(request);
    const visitor = await admission.check(request, peer);
    if (this.#closing) return text(503, "the bridge is shutting down");
    if ("status" in visitor) return this.#turnAway(visitor);
    if (!asksForUpgrade(request)) return text(400, NO_UPGRADE);
    const stay = admission.enter(visitor);
    if ("status" in stay) return this.#turnAway(stay);
    const upgraded = upgrade(request);
    if (upgraded) {
      const isFirst = this.#accepted++ === 0;
      this.#describe(upgraded.response.headers, isFirst, this.#observatory.probeState(request));
      return this.#accept(upgraded, stay, watch?.(isFirst));
    }
    stay.undo();
    return text(400, NO_UPGRADE);
  }

  #turnAway(refusal: CallerRefusal): Response {
    this.#note((incidents) => incidents.refused(refusal));
    return refuse(refusal);
  }

  #note(news: (incidents: Incidents) => void): void {
    this.#incidents ??= import("./incidents.ts").then(({ Incidents }) =>
      new Incidents({
        clock: this.#clock,
        say: this.#say,
        count: (incident) => this.#observatory.count(incident),
      })
    );
    this.#incidents.then(news);
  }

  #accept(
    { socket, response }: Deno.WebSocketUpgrade,
    stay: Stay,
    seen: Observation | undefined,
  ): Response {
    const { upstream } = this.#config;
    const meter = stay.begin((close) => session.close(close));
    const { received, closed } = redaction(upstream.apiKey);
    const tap: Tap = {
      opened: () => meter.opened(this.#clock.now()),
      sent: (text) => meter.sent(text),
      received: (text) => {
        meter.received(text);
        return received(text);
      },
      closed: (end) => {
        meter.end(this.#clock.now());
        return closed(end);
      },
    };
    const session = new Session({
      client: tapped(clientLeg(socket, this.#clock), seen?.client),
      upstream: tapped(tapped(upstreamLeg(upstream, seen?.dialled), seen?.upstream), tap),
      sessionUpdate: this.#sessionUpdate,
      clock: this.#clock,
      limits: this.#config.limits,
      policy: this.#config.policy,
      onFailure: (failure) => this.#note((incidents) => incidents.failed(failure)),
      onEnd: (end) => {
        stay.leave(gone(socket));
        seen?.ended(end);
        this.#ended(session);
      },
    });
    this.#sessions.add(session);
    return response;
  }

  /** Says which instance this is, and whether it is new: the client cannot know otherwise. */
  #describe(headers: Headers, isFirst: boolean, probe: string | undefined): void {
    const uptimeMs = this.#clock.now() - this.#startedAtMs;
    try {
      headers.set("x-bridge-boot-id", this.#bootId);
      headers.set("x-bridge-uptime-ms", uptimeMs.toFixed(0));
      if (probe) headers.set("x-bridge-probe", probe);
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

function isRead({ method }: Request): boolean {
  return method === "GET" || method === "HEAD";
}

/** A platform may serve on something that has no host name and port. */
function voiceUrl({ hostname = "localhost", port = 80 }: Partial<Deno.NetAddr>): string {
  return `ws://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}/voice`;
}
