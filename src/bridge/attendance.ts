import type { PeopleLimits } from "./access_config.ts";
import { addressGroup } from "./address_group.ts";
import type { CallerRefusal, Visitor } from "./gate.ts";

/** A guess: when a session ends is for its caller to say. */
const RETRY_AFTER_S = 10;

/** Counts who is here, per user and per address, and who would be one too many. */
export class Attendance {
  readonly #limits: PeopleLimits;
  readonly #users = new Map<string, number>();
  readonly #addresses = new Map<string, number>();

  constructor(limits: PeopleLimits) {
    this.#limits = limits;
  }

  /** Why a visitor has to wait, or undefined. */
  check({ user, address }: Visitor): CallerRefusal | undefined {
    const { sessionsPerUser = Infinity, sessionsPerAddress = Infinity } = this.#limits;
    if ((this.#users.get(user) ?? 0) >= sessionsPerUser) return tooMany("user", sessionsPerUser);
    if ((this.#addresses.get(addressGroup(address)) ?? 0) >= sessionsPerAddress) {
      return tooMany("address", sessionsPerAddress);
    }
    return undefined;
  }

  enter({ user, address }: Visitor): void {
    add(this.#users, user, 1);
    add(this.#addresses, addressGroup(address), 1);
  }

  /** Their address counts until their connection, if they had one, is gone too. */
  leave({ user, address }: Visitor, gone?: Promise<void>): void {
    add(this.#users, user, -1);
    const free = () => add(this.#addresses, addressGroup(address), -1);
    if (gone) gone.then(free);
    else free();
  }
}

function add(counts: Map<string, number>, key: string, n: number): void {
  const count = (counts.get(key) ?? 0) + n;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}

function tooMany(what: string, limit: number): CallerRefusal {
  const message = `this ${what} has ${limit} open sessions, which is the limit`;
  return { status: 429, message, retryAfterS: RETRY_AFTER_S };
}
