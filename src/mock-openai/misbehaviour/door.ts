import type { Connection } from "../../links/connection.ts";
import { type Link, startLink } from "../../links/tcp_link.ts";
import { authority, type ListenAt, type Listener } from "../server_socket.ts";

/** A listener behind a link without delay through which all its connections come. */
export interface Door extends Listener {
  /** The connection that reaches the listener from this port. */
  find(port: number): Connection | undefined;
}

/**
 * Opens a door before a mock, because nothing else lets go of a single TCP connection in the way that
 * some faults must. Rejects with `Deno.errors.AddrInUse` where the address is taken, as the mock
 * itself would.
 *
 * @param listen starts the mock's own listener at the address that it is given.
 */
export async function openDoor(
  { host, port }: ListenAt,
  listen: (at: ListenAt) => Promise<Listener>,
): Promise<Door> {
  const inner = await listen({ host: "127.0.0.1", port: 0 });
  const { protocol, port: innerPort } = new URL(inner.origin);
  let link: Link;
  try {
    link = await linkTo(Number(innerPort), { host, port });
  } catch (error) {
    await inner.close(AbortSignal.abort());
    throw error;
  }
  return {
    origin: `${protocol}//${authority(host, link.port)}`,
    find: (port) => link.find(port),
    close: async (signal) => {
      await inner.close(signal);
      await link.close();
    },
  };
}

async function linkTo(targetPort: number, { host, port }: ListenAt): Promise<Link> {
  try {
    return await startLink({
      targetHost: "127.0.0.1",
      targetPort,
      steps: () => [],
      seed: 0,
      listenHost: host,
      listenPort: port,
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === "EADDRINUSE" ? new Deno.errors.AddrInUse(message) : error;
  }
}
