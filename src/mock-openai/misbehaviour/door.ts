import { type Link, startLink } from "../../links/tcp_link.ts";

/** Where the mock listens when it has a door. */
export const BEHIND_DOOR = { hostname: "127.0.0.1", port: 0 } as const;

/**
 * Opens a door before the mock: a link without delay through which all connections come, because
 * nothing else lets go of a single TCP connection in the way that some faults must. Rejects with
 * `Deno.errors.AddrInUse` where the address is taken, as the mock itself would.
 */
export async function openDoor(
  mockPort: number,
  { hostname, port }: { readonly hostname: string; readonly port: number },
): Promise<Link> {
  try {
    return await startLink({
      targetHost: BEHIND_DOOR.hostname,
      targetPort: mockPort,
      steps: () => [],
      seed: 0,
      listenHost: hostname,
      listenPort: port,
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === "EADDRINUSE" ? new Deno.errors.AddrInUse(message) : error;
  }
}
