import { BOUND_TO, METRIC_NAMES, type MetricName, SESSION_METRICS } from "./names.ts";

const OF_SESSIONS: readonly MetricName[] = SESSION_METRICS.map(({ name }) => name);
const UNHEARD: readonly MetricName[] = ["ttfa", "ttfa_audible", "response_latency", "turn"];

/** What the turns of a built-in scenario cannot have: it is no finding that they lack it. */
const NEVER_OF: Readonly<Record<string, readonly MetricName[]>> = {
  "push-to-talk": ["endpointing"],
  text: ["endpointing"],
  idle: [...UNHEARD, "endpointing"],
  transcription: UNHEARD,
  "cold-start": METRIC_NAMES.filter((name) => !OF_SESSIONS.includes(name)),
};

/** Whether no session of a built-in scenario has such a value, whatever the target does. */
export function neverHas(scenario: string, metric: MetricName): boolean {
  return (BOUND_TO[metric] ?? scenario) !== scenario ||
    (NEVER_OF[scenario]?.includes(metric) ?? false);
}
