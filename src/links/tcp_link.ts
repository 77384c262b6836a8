import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { seeded } from "../random/random.ts";
import type { Cancel, Clock } from "../time/clock.ts";
import { systemClock } from "../time/system_clock.ts";
import { Connection } from "./connection.ts";
import { chain, type StepFactory } from "./step.ts";

export interface LinkOptions {
  readonly targetHost: string;
  readonly targetPort: number;
  readonly steps: StepFactory;
  readonly seed: number;
  /** How long a connection takes to be made before the first byte passes; default 0. */
  readonly handshakeMs?: number;
  readonly clock?: Clock;
  /** Default 127.0.0.1. */
  readonly listenHost?: string;
  /** 0, the default, picks a free one. */
  readonly listenPort?: number;
}

export interface Link {
  /** Where to connect to reach the target through the link. */
  readonly port: number;
  /** How many are open. */
  readonly connections: number;
  /** The open connection that reaches the target from this port. */
  find(farPort: number): Connection | undefined;
  /** Breaks off what is open and stops listening. */
  close(): Promise<void>;
}

/**
 * Starts a TCP proxy that treats the bytes of each direction as `steps` say. Bytes come out
 * unchanged and in order. The caller's own TCP handshake is local and quick, so the time that a real
 * one takes, `handshakeMs`, passes behind it: its first bytes wait.
 */
export async function startLink(options: LinkOptions): Promise<Link> {
  const link = new TcpLink(options);
  await link.listen();
  return link;
}

class TcpLink implements Link {
  readonly #options: LinkOptions;
  readonly #server: Server;
  readonly #open = new Set<Connection>();
  readonly #shakingHands = new Map<Socket, Cancel>();
  #accepted = 0;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#server = createServer({ allowHalfOpen: true }, (near) => this.#accept(near));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.#open.size;
  }

  async listen(): Promise<void> {
    const { listenHost = "127.0.0.1", listenPort = 0 } = this.#options;
    this.#server.listen(listenPort, listenHost);
    await once(this.#server, "listening");
  }

  find(farPort: number): Connection | undefined {
    return [...this.#open].find((connection) => connection.farPort === farPort);
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const connection of this.#open) connection.reset();
    for (const [near, cancel] of this.#shakingHands) {
      cancel();
      near.resetAndDestroy();
    }
    await closed;
  }

  #accept(near: Socket): void {
    const { handshakeMs = 0, clock = systemClock } = this.#options;
    if (handshakeMs === 0) return this.#connect(near);
    // Paused, it takes nothing in; one that is given up meanwhile is not connected.
    near.pause();
    near.on("error", () => near.destroy());
    const connect = () => {
      this.#shakingHands.delete(near);
      if (near.destroyed) return;
      this.#connect(near);
      near.resume();
    };
    this.#shakingHands.set(near, clock.at(clock.now() + handshakeMs, connect));
  }

  #connect(near: Socket): void {
    const { targetHost: host, targetPort: port, clock = systemClock } = this.#options;
    const far = connect({ host, port, allowHalfOpen: true });
    const number = String(++this.#accepted);
    const connection = new Connection({
      near,
      far,
      up: this.#steps(number, "up"),
      down: this.#steps(number, "down"),
      clock,
      onClosed: () => this.#open.delete(connection),
    });
    this.#open.add(connection);
  }

  #steps(connection: string, direction: string) {
    const { steps, seed } = this.#options;
    return chain(steps(seeded(seed, connection, direction)));
  }
}
