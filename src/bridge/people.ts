import type { Clock } from "../time/clock.ts";
import type { AccessConfig } from "./access_config.ts";
import { Admission } from "./admission.ts";
import { openUsageStore } from "./open_usage_store.ts";
import { loadTicketReader } from "./ticket.ts";
import { timelyStore } from "./timely_store.ts";
import { dayOf, UsageLedger } from "./usage_ledger.ts";
import { usageReport } from "./usage_report.ts";
import type { UsageStore } from "./usage_store.ts";

/** A store that hangs must not keep the bridge from ending in the 5 s that a platform grants. */
const LAST_FLUSH_MS = 1_000;

export interface PeopleOptions {
  readonly access: AccessConfig;
  readonly clock: Clock;
  readonly bootId: string;
  /** Given what the operator should know. */
  readonly say: (line: string) => void;
}

/** Who uses the bridge, and what they use. Loaded once the bridge listens, which it thus does sooner. */
export class People {
  readonly admission: Admission;
  /** Rejects with a a UsageError where the store that was named cannot be done without. */
  readonly ready: Promise<void>;
  readonly #options: PeopleOptions;
  readonly #store: Promise<UsageStore>;
  readonly #ledger: UsageLedger;

  constructor(options: PeopleOptions) {
    const { access, clock, bootId, say } = options;
    this.#options = options;
    this.#store = openUsageStore(access, say).then((store) => timelyStore(store, clock));
    this.ready = this.#store.then(() => {});
    this.ready.catch(() => {}); // For who waits for it.
    const onInterval = () => void this.admission.closeSpent();
    this.#ledger = new UsageLedger({ clock, store: this.#store, bootId, onInterval });
    this.admission = new Admission({ access, clock, ledger: this.#ledger });
    if (access.ticketSecret !== undefined) loadTicketReader();
  }

  /** Answers `GET /usage`. */
  async report(request: Request, adminToken: string): Promise<Response> {
    const today = dayOf(this.#options.clock.wallMs());
    return await usageReport(request, adminToken, this.#ledger, await this.#store, today);
  }

  /** Adds the last usage to the store, in {@linkcode LAST_FLUSH_MS} at most. */
  async close(): Promise<void> {
    const { clock, say } = this.#options;
    const { promise: tooLate, reject } = Promise.withResolvers<void>();
    const timeout = () => reject(new Error("the store does not answer"));
    const untilMs = clock.now() + LAST_FLUSH_MS;
    const cancel = clock.at(untilMs, timeout);
    try {
      await Promise.race([this.#ledger.close(untilMs), tooLate]);
      (await this.#store).close();
    } catch (error) {
      say(`the last seconds of usage are lost: ${error}`);
    } finally {
      cancel();
    }
  }
}
