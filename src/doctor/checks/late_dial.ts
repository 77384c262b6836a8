import { sleep } from "../../time/clock.ts";
import type { Check } from "../check.ts";
import type { Outcome } from "../finding.ts";
import type { Patient } from "../patient.ts";
import type { StandIn } from "../stand_in.ts";
import { Visit } from "../visit.ts";

/** How long a bridge that greets by itself is given to dial unasked. */
const SILENCE_MS = 2_000;
/** How long the dial may take to come once it was asked. */
const KNOCK_MS = 1_000;

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
  run: async (patient) => {
    const { openedAtMs, askedAtMs, visit } = patient.first!;
    const { standIn } = patient;
    const { createdAtMs = Infinity } = visit;
    const knockAtMs = standIn?.knocks[0]?.atMs;
    // The upstream's own greeting comes after the dial. Another cut the first visit's silence short.
    if (standIn && createdAtMs < knockAtMs!) return await visitInSilence(patient, standIn);
    return judgeDial({ openedAtMs, askedAtMs, createdAtMs: visit.createdAtMs, knockAtMs });
  },
};

/** Connects, says nothing whatever it hears, then asks. */
async function visitInSilence(patient: Patient, standIn: StandIn): Promise<Outcome> {
  const { clock } = patient;
  const knocksBefore = standIn.knocks.length;
  const visit = await patient.visit();
  if (!(visit instanceof Visit)) {
    return { result: "unchecked", why: "the bridge let a visitor no longer in" };
  }
  await using _leaving = visit;
  const openedAtMs = clock.now();
  await sleep(clock, SILENCE_MS);
  const askedAtMs = clock.now();
  visit.ask();
  await visit.until(
    () => standIn.knocks.length > knocksBefore && visit.answers.length > 0,
    KNOCK_MS,
  );
  const knockAtMs = standIn.knocks[knocksBefore]?.atMs;
  return judgeDial({ openedAtMs, askedAtMs, createdAtMs: undefined, knockAtMs });
}

/** Where a dial was seen it says all: `session.created` can be the bridge's own. */
export function judgeDial({ openedAtMs, askedAtMs, createdAtMs, knockAtMs }: SilentVisit): Outcome {
  const silentS = ((askedAtMs - openedAtMs) / 1000).toFixed(1);
  if (knockAtMs === undefined && createdAtMs !== undefined && createdAtMs <= askedAtMs) {
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
