import { given } from "../config/given.ts";
import type { HeldBack } from "../metrics/held_back.ts";
import type { AgentEnd, FleetEnd } from "./fleet_end.ts";
import type { Ledger } from "./ledger.ts";

/** What became of a run, out of all that the stream has said. */
export function endOf(ledger: Ledger, plannedMs: number | undefined): FleetEnd {
  const agents = ledger.coverage(plannedMs).map(({ member, ...coverage }): AgentEnd => {
    const { isLost, end } = ledger.accounts.get(member.name)!;
    return {
      ...{ member, coverage, isLost },
      ...given("start", ledger.start?.starts[member.name]),
      ...given("end", end),
    };
  });
  const ends = agents.flatMap(({ end }) => end ?? []);
  return {
    agents,
    unreachable: ends.flatMap(({ unreachable }) => unreachable),
    ...given("failed", ledger.start ? undefined : whyNotStarted(agents)),
    ...given("heldBack", ends.map((end) => end.heldBack).reduce(plus, undefined)),
  };
}

function whyNotStarted(agents: readonly AgentEnd[]): string {
  const failed = agents.flatMap(({ end }) => end?.failed ?? []);
  const lost = agents.filter(({ isLost }) => isLost)
    .map(({ member: { name } }) => `agent '${name}' was lost before the start`);
  return [...failed, ...lost].join("; ") || "the run was stopped before its start";
}

function plus(a: HeldBack | undefined, b: HeldBack | undefined): HeldBack | undefined {
  if (!a || !b) return a ?? b;
  return {
    looks: a.looks + b.looks,
    mostBytes: Math.max(a.mostBytes, b.mostBytes),
    retransmitting: a.retransmitting + b.retransmitting,
  };
}
