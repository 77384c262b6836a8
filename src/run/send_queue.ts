/** One connection of this machine, as `/proc/net/tcp` tells it. */
export interface SendQueue {
  /** Handed to the system and not confirmed by the other side. */
  readonly bytes: number;
  /** How often the oldest of them has been sent again. */
  readonly retransmits: number;
}

/** An IPv4 address and a port. */
export interface Remote {
  readonly address: string;
  readonly port: number;
}

const ESTABLISHED = "01";

/** The queues of the connections to any of `remotes`, out of the text of `/proc/net/tcp`. */
export function sendQueuesTo(remotes: readonly Remote[], table: string): SendQueue[] {
  const wanted = new Set(remotes.map(hexOf));
  return table.split("\n").slice(1).flatMap((row) => {
    const [, , remote, state, queues, , retransmits] = row.trim().split(/\s+/);
    if (state !== ESTABLISHED || !wanted.has(remote!)) return [];
    return [{ bytes: parseInt(queues!, 16), retransmits: parseInt(retransmits!, 16) }];
  });
}

/** As the table writes it: the bytes of the address in the order of the machine, then the port. */
function hexOf({ address, port }: Remote): string {
  const bytes = address.split(".").map(Number).reverse();
  return `${bytes.map((byte) => hex(byte, 2)).join("")}:${hex(port, 4)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}
