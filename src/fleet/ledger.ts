import { type Coverage, coverageOf } from "./coverage.ts";
import type { EndRecord, PlanRecord, StartRecord } from "./records.ts";
import type { Member } from "./roster.ts";

/** What the coordinator knows of one agent. */
export interface Account {
  readonly member: Member;
  isReady: boolean;
  isLost: boolean;
  readonly windows: Set<number>;
  readonly rows: Set<number>;
  /** Records that came and could not be read. */
  readonly spoilt: Record<"windows" | "rows", number>;
  /** Whether any of its records could not be read. */
  isGarbled: boolean;
  end?: EndRecord;
}

/**
 * What the stream says of a run. Whoever reads it again from its beginning knows the same, and a record
 * that comes twice changes nothing.
 */
export class Ledger {
  readonly accounts: ReadonlyMap<string, Account>;
  start?: StartRecord | undefined;
  isStopped = false;

  constructor(plan: Pick<PlanRecord, "members">) {
    this.accounts = new Map(plan.members.map((member) => [member.name, {
      ...{ member, isReady: false, isLost: false, isGarbled: false },
      ...{ windows: new Set<number>(), rows: new Set<number>() },
      spoilt: { windows: 0, rows: 0 },
    }]));
  }

  /** Whether this window, or chunk of rows, is new. */
  isNew(agent: string, kind: "windows" | "rows", number: number): boolean {
    const seen = this.accounts.get(agent)?.[kind];
    if (!seen || seen.has(number)) return false;
    seen.add(number);
    return true;
  }

  /** Of whom more may come. */
  get awaited(): Account[] {
    return [...this.accounts.values()].filter((account) => !account.isLost && !isWhole(account));
  }

  get lost(): Account[] {
    return [...this.accounts.values()].filter(({ isLost }) => isLost);
  }

  get isReady(): boolean {
    return [...this.accounts.values()].every(({ isReady }) => isReady);
  }

  /** Whether somebody ended, or was lost, before there was a start: then there can be none. */
  get hasFailedToStart(): boolean {
    const accounts = [...this.accounts.values()];
    return !this.start && accounts.some(({ end, isLost }) => end !== undefined || isLost);
  }

  coverage(plannedMs: number | undefined): (Coverage & { readonly member: Member })[] {
    const accounts = [...this.accounts.values()];
    const deliveries = accounts.map(({ member: { region }, windows, end }) => ({
      ...{ region, received: windows.size },
      ...(end && isDone(end) && { made: end.windows }),
    }));
    return coverageOf(deliveries, plannedMs)
      .map((coverage, i) => ({ ...coverage, member: accounts[i]!.member }));
  }
}

/** Whether the agent has said its last, and all that it said before has come, be it readable or not. */
function isWhole({ end, windows, rows, spoilt }: Account): boolean {
  return end !== undefined && windows.size + spoilt.windows >= end.windows &&
    rows.size + spoilt.rows >= end.rows;
}

/** Whether the agent did all of its share. */
export function isDone({ failed, hasLeft }: EndRecord): boolean {
  return failed === undefined && !hasLeft;
}
