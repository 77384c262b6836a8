import type { ErrorBar } from "../metrics/error_bar.ts";
import { formatMs } from "./number.ts";
import type { RunReport } from "./run_json.ts";
import { wrap } from "./wrap.ts";

const CALIBRATED = ["ttfa", "rtt"] as const;

/** The instrument's own error, of what the run has measured; that it was not looked for, where so. */
export function instrumentLines({ instrument, config, summary }: RunReport): string[] {
  if (!instrument) {
    const { skipCalibration } = config as { readonly skipCalibration?: unknown };
    return skipCalibration ? ["Instrument error: not measured (--skip-calibration)"] : [];
  }
  const bars = CALIBRATED
    .filter((name) => summary.some(({ metric, count }) => metric === name && count > 0))
    .map((name) => `${name} ${bar(instrument[name])}`);
  if (bars.length === 0) return [];
  const text = `Instrument error in ms, of p50 and p99: ${bars.join("; ")}`;
  const { lacksTls } = instrument;
  return wrap(lacksTls ? `${text}; calibrated without TLS, whose own work is not in it` : text);
}

function bar({ p50Ms, p99Ms }: ErrorBar): string {
  if (p50Ms === undefined || p99Ms === undefined) return "not known";
  return `±${formatMs(p50Ms)} and ±${formatMs(p99Ms)}`;
}
