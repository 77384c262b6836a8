import { lookup } from "node:dns/promises";
import type { HeldBack } from "../metrics/held_back.ts";
import type { Cancel, Clock } from "../time/clock.ts";
import { type Remote, type SendQueue, sendQueuesTo } from "./send_queue.ts";
import { readSystemFile } from "./system_file.ts";

const TABLE = "/proc/net/tcp";
const LOOK_EVERY_MS = 1_000;

/**
 * Looks once a second how much of the clients' audio the system still holds: the clients have got rid
 * of it in time, and it has not arrived. IPv4 alone, and only where the system tells.
 */
export class SendQueueWatch implements Disposable {
  #remotes: readonly Remote[] = [];
  #heldBack: HeldBack = { looks: 0, mostBytes: 0, retransmitting: 0 };
  #cancel: Cancel = () => {};
  #isOver = false;

  constructor(
    readonly clock: Clock,
    readonly read: (path: string) => Promise<string | undefined> = readSystemFile,
  ) {}

  /** `undefined` where the system did not tell, or there was no connection to look at. */
  get heldBack(): HeldBack | undefined {
    return this.#heldBack.looks === 0 ? undefined : this.#heldBack;
  }

  /** Watches the connections to these URLs from now on. */
  async start(urls: readonly string[]): Promise<void> {
    this.#remotes = (await Promise.all(urls.map(remotesOf))).flat();
    if (this.#remotes.length > 0) this.#arm();
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#cancel();
  }

  #arm(): void {
    if (this.#isOver) return;
    this.#cancel = this.clock.at(this.clock.now() + LOOK_EVERY_MS, () => this.#look());
  }

  async #look(): Promise<void> {
    const table = await this.read(TABLE);
    if (table === undefined) return;
    const queues = sendQueuesTo(this.#remotes, table);
    if (queues.length > 0) this.#heldBack = plus(this.#heldBack, queues);
    this.#arm();
  }
}

function plus({ looks, mostBytes, retransmitting }: HeldBack, queues: readonly SendQueue[]) {
  return {
    looks: looks + 1,
    mostBytes: queues.reduce((most, { bytes }) => Math.max(most, bytes), mostBytes),
    retransmitting: retransmitting + queues.filter(({ retransmits }) => retransmits > 0).length,
  };
}

/** The addresses of a URL's host; none where it has no name that is known. */
async function remotesOf(url: string): Promise<Remote[]> {
  const { hostname, port, protocol } = new URL(url);
  const number = Number(port) || (protocol === "wss:" ? 443 : 80);
  const found = await lookup(hostname, { all: true, family: 4 }).catch(() => []);
  return found.map(({ address }) => ({ address, port: number }));
}
