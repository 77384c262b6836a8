import type { Check } from "../check.ts";
import type { Outcome } from "../finding.ts";

/** When things happened on a visit that began in silence; all on one clock. */
export interface SilentVisit {
  readonly openedAtMs: number;
  /** When we first said something. */
  readonly askedAtMs: number;
  /** When `session.created` was heard. */
  readonly createdAtMs: number | undefined;
  /** When the first dial arrived at our upstream. */
  readonly knockAtMs: number | undefined;
}

/** A bridge that dials on the first message makes every caller wait for the dial. */
export const lateDial: Check = {
  name: "late-dial",
  title: "dials the upstream before the client speaks",
  needs: "connection",
  run: ({ first, standIn }) => {
    const { openedAtMs, askedAtMs, visit } = first!;
    const { createdAtMs } = visit;
    const knockAtMs = standIn?.knocks[0]?.atMs;
    return Promise.resolve(judgeDial({ openedAtMs, askedAtMs, createdAtMs, knockAtMs }));
  },
};

export function judgeDial({ openedAtMs, askedAtMs, createdAtMs, knockAtMs }: SilentVisit): Outcome {
  const silentS = ((askedAtMs - openedAtMs) / 1000).toFixed(1);
  if (createdAtMs !== undefined && createdAtMs <= askedAtMs) {
    // Heard together with the 101, it was noted before the dial's own end.
    const ms = Math.max(0, createdAtMs - openedAtMs).toFixed(0);
    return { result: "sound", evidence: `session.created came ${ms} ms after the 101, unasked` };
  }
  if (knockAtMs !== undefined && knockAtMs <= askedAtMs) {
    return { result: "sound", evidence: "the dial arrived before the client had said anything" };
  }
  const firstSignMs = knockAtMs ?? createdAtMs;
  if (firstSignMs === undefined) {
    return { result: "unchecked", why: "neither a dial nor session.created was seen" };
  }
  const sign = knockAtMs === undefined ? "session.created came" : "the dial arrived";
  return {
    result: "fault",
    certainty: knockAtMs === undefined ? "likely" : "certain",
    what: "the upstream is dialled only when the client sends its first message",
    evidence: `nothing for ${silentS} s after the 101; ${sign} ` +
      `${(firstSignMs - askedAtMs).toFixed(0)} ms after the first message`,
    remedy: "dial the upstream while the client is being upgraded, and let frames wait in a " +
      "bounded queue until it is open",
  };
}
