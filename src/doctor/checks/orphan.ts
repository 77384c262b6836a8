import { type Clock, sleep } from "../../time/clock.ts";
import type { Check } from "../check.ts";
import type { Outcome } from "../finding.ts";
import type { Patient } from "../patient.ts";
import { DIAL_MS, type StandIn, type UpstreamSession } from "../stand_in.ts";
import { Visit } from "../visit.ts";

/** How a client can go. */
export type Departure = "close" | "abort" | "during the dial";

/** A session whose client has left. */
export interface LeftBehind {
  readonly departure: Departure;
  /** From the client's leaving to the upstream's end; `undefined` where it is still open. */
  readonly endedAfterMs: number | undefined;
}

/** How long a bridge may take to close the upstream, a closing handshake included. */
const GRACE_MS = 3_000;
/** By then a dial that was on its way has become a session, if ever it does. */
const SETTLED_MS = DIAL_MS + 300;
const LOOK_MS = 20;

/** An upstream session that outlives its client is billed, and nobody hears it. */
export const orphan: Check = {
  name: "orphan",
  title: "closes the upstream when the client goes",
  needs: "stand-in",
  run: async (patient) => {
    const standIn = patient.standIn!;
    const before = standIn.sessions.length;
    const departures = new Map<string, Departure>();
    for (const departure of ["close", "abort", "during the dial"] as const) {
      const visit = await arrive(patient, standIn, departure);
      if (!visit) return { result: "unchecked", why: "the bridge let a visitor no longer in" };
      departures.set(visit.name, departure);
      visit.leave(departure === "close" ? "close" : "abort");
    }
    const leftAtMs = patient.clock.now();
    const opened = () => standIn.sessions.slice(before);
    await settle(patient.clock, opened);
    return judgeLeft(
      opened().map(({ received, endedAtMs }) => ({
        departure: departureOf(received, departures),
        endedAfterMs: endedAtMs && Math.max(0, endedAtMs - leftAtMs),
      })),
      (patient.clock.now() - leftAtMs) / 1000,
    );
  },
};

/** A visitor ready to leave: its session open, or just being dialled. */
async function arrive(
  patient: Patient,
  standIn: StandIn,
  departure: Departure,
): Promise<Visit | undefined> {
  if (departure !== "during the dial") {
    const met = await patient.meet();
    return met.ok ? met.visit : undefined;
  }
  const knocks = standIn.knocks.length;
  const visit = await patient.visit();
  if (!(visit instanceof Visit)) return undefined;
  // A bridge that dials late needs a reason to.
  visit.ask();
  await visit.until(() => standIn.knocks.length > knocks, DIAL_MS / 2);
  return visit;
}

/** Waits until all that was opened has ended; for {@linkcode GRACE_MS} at most. */
async function settle(clock: Clock, opened: () => readonly UpstreamSession[]): Promise<void> {
  const sinceMs = clock.now();
  const isOver = (afterMs: number) => clock.now() - sinceMs >= afterMs;
  const allEnded = () => opened().every(({ endedAtMs }) => endedAtMs !== undefined);
  while (!isOver(GRACE_MS) && !(isOver(SETTLED_MS) && allEnded())) await sleep(clock, LOOK_MS);
}

/** What a visitor has asked names it. Nothing has passed where it left before the session opened. */
function departureOf(
  received: UpstreamSession["received"],
  departures: ReadonlyMap<string, Departure>,
): Departure {
  const [, departure] =
    [...departures].find(([name]) => received.some((id) => id?.startsWith(`${name}_`))) ?? [];
  return departure ?? "during the dial";
}

export function judgeLeft(left: readonly LeftBehind[], waitedS: number): Outcome {
  const open = left.filter(({ endedAfterMs }) => endedAfterMs === undefined);
  if (open.length === 0) {
    const slowestMs = Math.max(0, ...left.map(({ endedAfterMs }) => endedAfterMs!));
    return {
      result: "sound",
      evidence: "after a close, an abort and a client gone during the dial, no session was open " +
        `${slowestMs.toFixed(0)} ms later`,
    };
  }
  const ways = open.map(({ departure }) => WAY[departure]).join(", ");
  return {
    result: "fault",
    certainty: "certain",
    what: "upstream sessions stay open, and are billed, when the client has gone",
    evidence: `open ${waitedS.toFixed(1)} s after the client ${ways}`,
    remedy: "close the upstream in the client's close and error handlers, and also where it is " +
      "still being dialled",
  };
}

const WAY: Readonly<Record<Departure, string>> = {
  close: "closed",
  abort: "broke off",
  "during the dial": "left during the dial",
};
