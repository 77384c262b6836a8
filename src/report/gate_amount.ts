import { formatMs } from "./number.ts";

type Unit = "ms" | "share";

/** `3.85 ms`, `1.0 %`. */
export function gateAmount(unit: Unit, value: number): string {
  return unit === "ms" ? `${formatMs(value)} ms` : shownShare(value);
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
