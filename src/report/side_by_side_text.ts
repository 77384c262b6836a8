import type { Paint } from "./paint.ts";
import type { SideBySide } from "./side_by_side.ts";

/** As many regions as a terminal of 80 columns has room for. */
const REGIONS_A_LINE = 3;
const NAME_WIDTH = 16;
const CELL_WIDTH = 20;

/** The regions beside each other, a table for each few of them. */
export function sideBySideLines(of: SideBySide | undefined, paint: Paint): string[] {
  if (!of) return [];
  const { regions, rows } = of;
  const tables = Array.from({ length: Math.ceil(regions.length / REGIONS_A_LINE) }, (_, i) => {
    const part = <T>(all: readonly T[]) => all.slice(i * REGIONS_A_LINE, (i + 1) * REGIONS_A_LINE);
    return [
      paint("aside", line("p50 – p99, ms", part(regions))),
      ...rows.map(({ metric, cells }) => line(metric, part(cells))),
    ];
  });
  return [paint("heading", "Regions side by side"), ...tables.flat()];
}

function line(name: string, cells: readonly string[]): string {
  const fitting = cells.map((cell) => cell.slice(0, CELL_WIDTH - 1).padStart(CELL_WIDTH));
  return `  ${name.padEnd(NAME_WIDTH)}${fitting.join("")}`;
}
