import type { ErrorBar, InstrumentError } from "../metrics/error_bar.ts";
import { formatMs } from "./number.ts";
import { wrap } from "./wrap.ts";

/** The instrument's own error in one line; none where it was not calibrated. */
export function instrumentLines(instrument: InstrumentError | undefined): string[] {
  if (!instrument) return [];
  const { ttfa, rtt, lacksTls } = instrument;
  const text = `Instrument error in ms, of p50 and p99: ttfa ${bar(ttfa)}; rtt ${bar(rtt)}`;
  return wrap(lacksTls ? `${text}; calibrated without TLS, whose own work is not in it` : text);
}

function bar({ p50Ms, p99Ms }: ErrorBar): string {
  if (p50Ms === undefined || p99Ms === undefined) return "not known";
  return `±${formatMs(p50Ms)} and ±${formatMs(p99Ms)}`;
}
