import type { MetricName } from "../metrics/names.ts";

/** The metrics that tables for the terminal show, in their order. */
export const LISTED: readonly MetricName[] = [
  "ttfa",
  "endpointing",
  "response_latency",
  "turn",
  "transcript",
  "barge_in_stop",
  "rtt",
  "bridge_rtt",
  "relay_hop",
  "listening",
  "connect",
  "upstream_connect",
  "upstream_ready",
  "session_ready",
  "cold_start",
];
