import { on, once } from "node:events";
import net from "node:net";
import type { SayToSelf } from "./hearing.ts";

const HOST = "127.0.0.1";
const WORD = new Uint8Array(1);

/** A connection of this thread with itself: what is said on it is heard as all other sockets are. */
export class Loopback implements Disposable {
  #onHeard: ((words: number) => void) | undefined;
  /** Words on their way, and how many of them somebody said who is no longer told. */
  #pending = 0;
  #untold = 0;
  #isLost = false;

  private constructor(readonly near: net.Socket, readonly far: net.Socket) {
    far.on("data", (words) => this.#hear(words.length));
    for (const socket of [near, far]) {
      socket.on("error", () => {}).once("close", () => {
        this.#isLost = true;
        this.#hear(this.#pending);
      });
    }
  }

  /** Rejects where this process may not listen on 127.0.0.1, or has no file left for it. */
  static async open(): Promise<Loopback> {
    const server = net.createServer().listen(0, HOST);
    try {
      await once(server, "listening");
      const { port } = server.address() as net.AddressInfo;
      const callers = on(server, "connection");
      const near = net.connect({ port, host: HOST, noDelay: true });
      await once(near, "connect");
      for (;;) {
        const [far] = (await callers.next()).value as [net.Socket];
        if (far.remotePort === near.localPort) return new Loopback(near, far);
        // Whoever else calls here, this is not for them.
        far.destroy();
      }
    } finally {
      server.close();
    }
  }

  /** On a connection that is gone each word is heard at once: timers are all it tells then. */
  readonly say: SayToSelf = (onHeard) => {
    if (onHeard !== this.#onHeard) this.#untold = this.#pending;
    this.#onHeard = onHeard;
    this.#pending++;
    if (this.#isLost) this.#hear(this.#pending);
    else this.near.write(WORD);
  };

  [Symbol.dispose](): void {
    this.#onHeard = undefined;
    this.near.destroy();
    this.far.destroy();
  }

  #hear(words: number): void {
    this.#pending -= words;
    const untold = Math.min(words, this.#untold);
    this.#untold -= untold;
    if (words > untold) this.#onHeard?.(words - untold);
  }
}
