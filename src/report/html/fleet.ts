import type { FleetReport } from "../fleet_report.ts";
import { formatMs, plural } from "../number.ts";
import { tableMarkup } from "./chart.ts";
import { html, type Markup } from "./markup.ts";

/** The agents that measured; nothing where one machine did by itself. */
export function fleetMarkup(fleet: FleetReport | undefined): Markup | undefined {
  if (!fleet) return undefined;
  const title = plural(fleet.agents.length, "agent");
  const table = {
    head: ["agent", "region", "windows", "expected", "clock, ms", "± ms", "end"],
    rows: fleet.agents.map(({ name, region, windows, clockOffsetMs, clockErrorMs, trouble }) => [
      ...[name, region, windows.received, windows.expected],
      ...[formatMs(clockOffsetMs), formatMs(clockErrorMs), trouble ?? "whole"],
    ]),
  };
  return html`
    <h3>${title}</h3><p
      class="hint">Each agent sends a window of results every second. The clock is the agent's minus the coordinator's, estimated before the start; no duration spans two clocks.</p>${tableMarkup(
        table,
        title,
      )}
  `;
}
