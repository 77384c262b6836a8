import type { Clock } from "../time/clock.ts";
import type { MockObserver, Passage } from "./observer.ts";

/** One line of a truth log: an event that went in or out, without its payload. */
export interface TruthLine {
  /** The n-th session of this mock, from 1. */
  readonly session: number;
  readonly direction: "in" | "out";
  /** On the mock's monotonic clock, to the microsecond. */
  readonly ms: number;
  /** The same moment on the wall clock, ISO 8601. */
  readonly wall: string;
  /** `null` where the frame is no event that the mock understands. */
  readonly type: string | null;
  /** Of the whole frame, in UTF-8. */
  readonly bytes: number;
  /** Those that the event carries, by the names of their fields; `item`, `response` … for objects. */
  readonly ids: Readonly<Record<string, string>>;
}

const encoder = new TextEncoder();

/** Writes a line for every event that passes. */
export function truthLog(clock: Clock, write: (line: string) => void): MockObserver {
  return { onPassage: (passage) => write(JSON.stringify(toLine(passage, clock.wallMs()))) };
}

function toLine({ session, direction, atMs, text, event }: Passage, wallMs: number): TruthLine {
  return {
    session,
    direction,
    ms: Math.round(atMs * 1000) / 1000,
    wall: new Date(wallMs).toISOString(),
    type: event?.type ?? null,
    bytes: encoder.encode(text).length,
    ids: event ? idsOf(event) : {},
  };
}

function idsOf(event: object): Record<string, string> {
  const ids: Record<string, string> = {};
  for (const [name, value] of Object.entries(event)) {
    if (name.endsWith("_id") && typeof value === "string") ids[name] = value;
    const inner = (value as { id?: unknown } | null)?.id;
    if (typeof inner === "string") ids[name] = inner;
  }
  return ids;
}
