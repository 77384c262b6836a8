import type { JudgedMetric } from "../gate/limits.ts";

/** What reports call what a gate judges. */
export const GATE_LABEL: Readonly<Record<JudgedMetric, string>> = {
  ttfa: "ttfa",
  ttfa_tail: "worst 5 %",
  slow_turns: "slow turns",
  relay_hop: "relay_hop",
  rtt: "rtt",
  cold_start: "cold_start",
};
