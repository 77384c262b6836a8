import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A wire to a server, laid open. */
export interface TcpTap extends AsyncDisposable {
  readonly port: number;
  /** All that the server has sent, on all connections, one character a byte. */
  readonly heard: string;
}

/** Passes TCP connections on to `port` of this machine and keeps what comes back. */
export async function startTcpTap(port: number): Promise<TcpTap> {
  let heard = "";
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect(port, "127.0.0.1");
    target.on("data", (data) => heard += data.toString("latin1"));
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => (client.destroy(), target.destroy(), sockets.delete(socket)));
    }
    client.pipe(target);
    target.pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    get heard() {
      return heard;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
