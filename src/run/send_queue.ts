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

/** In a row behind its state: `tx_queue:rx_queue tr:when retransmits`, all hexadecimal. */
const [BYTES_AT, RETRANSMITS_AT, DIGITS] = [0, 30, 8];

/**
 * The queues of the connections to any of `remotes`, out of the text of `/proc/net/tcp`. Their rows are
 * searched for, not all of them taken apart: tens of thousands may stand there of connections long over.
 */
export function sendQueuesTo(remotes: readonly Remote[], table: string): SendQueue[] {
  const wanted = new Set(remotes.map(hexOf));
  return [...wanted].flatMap((remote) => {
    const mark = ` ${remote} ${ESTABLISHED} `;
    const queues: SendQueue[] = [];
    for (let at = table.indexOf(mark); at >= 0; at = table.indexOf(mark, at)) {
      at += mark.length;
      const field = (from: number) => parseInt(table.slice(at + from, at + from + DIGITS), 16);
      queues.push({ bytes: field(BYTES_AT), retransmits: field(RETRANSMITS_AT) });
    }
    return queues;
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
