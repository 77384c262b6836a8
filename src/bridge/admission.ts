import type { Cancel, Clock } from "../time/clock.ts";
import type { AccessConfig } from "./access_config.ts";
import { Attendance } from "./attendance.ts";
import { clientAddress } from "./client_address.ts";
import type { Close } from "../protocol/close_frame.ts";
import { type CallerRefusal, Gate, type Visitor } from "./gate.ts";
import { dayOf, type UsageLedger } from "./usage_ledger.ts";
import type { UsageMeter } from "./usage_meter.ts";

const DAY_MS = 86_400_000;
/** Close codes of the bridge's own, in the range that is free for applications. */
const TICKET_SPENT: Close = { code: 4403, reason: "the minutes of the ticket are used up" };
const DAY_SPENT: Close = { code: 4429, reason: "the user's minutes of the day are used up" };
const STORE_DOWN: CallerRefusal = {
  status: 503,
  message: "the usage store cannot be reached",
  retryAfterS: 5,
};

/** A visitor's session. */
export interface Stay {
  /** Starts to count; `close` is called when the visitor's time is up. */
  begin(close: (close: Close) => void): UsageMeter;
  /** To be called once, whether it began or not; `gone` resolves when the connection has ended. */
  leave(gone?: Promise<void>): void;
  /** Called in place of `leave` where the visitor got nothing: their ticket is good for another try. */
  undo(): void;
}

export interface AdmissionOptions {
  readonly access: AccessConfig;
  readonly clock: Clock;
  readonly ledger: UsageLedger;
}

/** Lets visitors in, and shows them out when their time is up. */
export class Admission {
  readonly #access: AccessConfig;
  readonly #clock: Clock;
  readonly #ledger: UsageLedger;
  readonly #gate: Gate;
  readonly #attendance: Attendance;
  /** How to close each open session, and whose it is. */
  readonly #open = new Map<(close: Close) => void, string>();

  #isSweeping = false;

  constructor({ access, clock, ledger }: AdmissionOptions) {
    this.#access = access;
    this.#clock = clock;
    this.#ledger = ledger;
    this.#gate = new Gate(access);
    this.#attendance = new Attendance(access.limits);
  }

  /** Whether an answer may be read by the page that asks for it: one whose origin may connect. */
  admitsPage(request: Request, peerAddress: string): boolean {
    if (!request.headers.has("origin")) return false;
    return this.#gate.checkOrigin(request, this.#address(request, peerAddress)) === undefined;
  }

  /** Who calls, if they may; asks the store where the user's minutes are limited. */
  async check(request: Request, peerAddress: string): Promise<Visitor | CallerRefusal> {
    const address = this.#address(request, peerAddress);
    const visitor = await this.#gate.check(request, address, this.#clock.wallMs());
    if ("status" in visitor) return visitor;
    return await this.#checkMinutes(visitor) ?? this.#attendance.check(visitor) ??
      this.#gate.checkTicket(visitor, this.#clock.wallMs()) ?? visitor;
  }

  /** Lets in whom {@linkcode check} has just found fit, if there is room. */
  enter(visitor: Visitor): Stay | CallerRefusal {
    const refusal = this.#attendance.check(visitor) ??
      this.#gate.enter(visitor, this.#clock.wallMs(), this.#clock.now());
    if (refusal) return refusal;
    this.#attendance.enter(visitor);
    return this.#stay(visitor);
  }

  /** Closes the sessions of users whose minutes of the day are used up. */
  async closeSpent(): Promise<void> {
    if (this.#access.limits.minutesPerUserDay === undefined || this.#isSweeping) return;
    this.#isSweeping = true;
    await Promise.all([...new Set(this.#open.values())].map((user) => this.#closeIfSpent(user)));
    this.#isSweeping = false;
  }

  async #closeIfSpent(user: string): Promise<void> {
    // A store that is down for a while ends no conversation.
    if (!await this.#isSpent(user).catch(() => false)) return;
    for (const [close, owner] of this.#open) if (owner === user) close(DAY_SPENT);
  }

  #address({ headers }: Request, peerAddress: string): string {
    return clientAddress(headers, peerAddress, this.#access.trustedProxies);
  }

  #stay(visitor: Visitor): Stay {
    let end = () => {};
    return {
      begin: (close) => {
        const meter = this.#ledger.open(visitor.user);
        const cancel = this.#limit(visitor, close);
        this.#open.set(close, visitor.user);
        end = () => {
          meter.end(this.#clock.now());
          cancel?.();
          this.#open.delete(close);
        };
        return meter;
      },
      leave: (gone) => {
        end();
        this.#attendance.leave(visitor, gone);
      },
      undo: () => {
        this.#gate.undo(visitor);
        this.#attendance.leave(visitor);
      },
    };
  }

  #limit({ ticket }: Visitor, close: (close: Close) => void): Cancel | undefined {
    if (ticket?.maxMinutes === undefined) return undefined;
    const dueMs = this.#clock.now() + ticket.maxMinutes * 60_000;
    return this.#clock.at(dueMs, () => close(TICKET_SPENT));
  }

  async #checkMinutes({ user }: Visitor): Promise<CallerRefusal | undefined> {
    if (this.#access.limits.minutesPerUserDay === undefined) return undefined;
    try {
      if (!await this.#isSpent(user)) return undefined;
    } catch {
      return STORE_DOWN;
    }
    const retryAfterS = Math.ceil((DAY_MS - this.#clock.wallMs() % DAY_MS) / 1000);
    return { status: 429, message: DAY_SPENT.reason, retryAfterS };
  }

  async #isSpent(user: string): Promise<boolean> {
    const { minutesPerUserDay = Infinity } = this.#access.limits;
    const { sessionMs } = await this.#ledger.used(dayOf(this.#clock.wallMs()), user);
    return sessionMs >= minutesPerUserDay * 60_000;
  }
}
