import type { FleetAgent, FleetReport, Windows } from "./fleet_report.ts";
import { formatMs, plural } from "./number.ts";

/** More agents than this are told by `run.json` alone, but for those in trouble. */
const MOST_LISTED = 8;

/** Who measured, and how much of it arrived; nothing where this machine measured by itself. */
export function fleetLines(fleet: FleetReport | undefined): string[] {
  if (!fleet) return [];
  const { agents, regions, startSkewMs } = fleet;
  // One has none to start with.
  const skew = startSkewMs === undefined || agents.length < 2
    ? ""
    : `, were told to start within ${formatMs(startSkewMs)} ms`;
  const coverage = regions.map((region) => `${region.region} ${arrived(region)}`).join(", ");
  const listed = agents.filter(({ trouble }, i) => i < MOST_LISTED || trouble !== undefined);
  const left = agents.length - listed.length;
  return [
    `${plural(agents.length, "agent")}${skew}; windows received: ${coverage}`,
    ...listed.map(agentLine),
    ...(left > 0 ? [`  ${left} more in run.json`] : []),
  ];
}

function agentLine({ name, region, windows, trouble, ...rest }: FleetAgent): string {
  const { clockOffsetMs, clockErrorMs } = rest;
  const clock = clockOffsetMs === undefined
    ? ""
    : `, clock ${clockOffsetMs < 0 ? "−" : "+"}${formatMs(Math.abs(clockOffsetMs))} ` +
      `±${formatMs(clockErrorMs)} ms`;
  const end = trouble === undefined ? "" : `, ${trouble}`;
  return `  ${name} (${region}): ${arrived(windows)}${clock}${end}`;
}

function arrived({ received, expected }: Windows): string {
  return `${received} of ${expected}`;
}
