import net from "node:net";
import { once } from "node:events";
import type { Echo } from "./loop_watch.ts";

const HOST = "127.0.0.1";
const WORD = new Uint8Array(1);

/** A connection of this thread with itself: what is said on it is heard as all other sockets are. */
export class Loopback implements Disposable {
  #onHeard: () => void = () => {};

  private constructor(readonly near: net.Socket, readonly far: net.Socket) {
    for (const socket of [near, far]) socket.on("error", () => {});
    far.on("data", () => this.#onHeard());
  }

  /** `undefined` where this process may not reach 127.0.0.1. */
  static async open(): Promise<Loopback | undefined> {
    // Asked first: nobody could catch what listening throws, nor would a prompt be welcome here.
    const { state } = await Deno.permissions.query({ name: "net", host: HOST });
    if (state !== "granted") return undefined;
    const server = net.createServer().listen(0, HOST);
    await once(server, "listening");
    const { port } = server.address() as net.AddressInfo;
    const near = net.connect({ port, host: HOST, noDelay: true });
    const [[far]] = await Promise.all([once(server, "connection"), once(near, "connect")]);
    server.close();
    return new Loopback(near, far);
  }

  /** One word at a time: not again before it was heard. */
  readonly say: Echo = (onHeard) => {
    this.#onHeard = onHeard;
    this.near.write(WORD);
  };

  [Symbol.dispose](): void {
    this.#onHeard = () => {};
    this.near.destroy();
    this.far.destroy();
  }
}
