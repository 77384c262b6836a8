import { formatMs } from "./number.ts";

type Unit = "ms" | "share";

/** `3.85 ms`, `1.0 %`. */
export function gateAmount(unit: Unit, value: number): string {
  return unit === "ms" ? `${formatMs(value)} ms` : shownShare(value);
}

/** Between two of the same unit, without its sign: `3.85 ms`, `1.0 points`, as shares differ by points. */
export function gateDifference(unit: Unit, value: number): string {
  return `${shownDifference(unit, value)} ${unit === "ms" ? "ms" : "points"}`;
}

/** The same for a table, which names the units below. */
export function shownDifference(unit: Unit, value: number | undefined): string {
  if (unit === "ms" || value === undefined) return formatMs(value);
  return (100 * value).toFixed(1);
}

/** A share from 0 to 1. */
export function shownShare(share: number | undefined): string {
  return share === undefined ? "–" : `${(100 * share).toFixed(1)} %`;
}

/** `+3.85`, `−0.1`; what is not known is a dash. */
export function signed(value: number | undefined, show: (value: number) => string): string {
  if (value === undefined) return "–";
  return `${value < 0 ? "−" : "+"}${show(Math.abs(value))}`;
}
