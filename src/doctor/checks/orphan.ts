import { type Clock, sleep } from "../../time/clock.ts";
import type { Check } from "../check.ts";
import type { Outcome } from "../finding.ts";
import type { Patient } from "../patient.ts";
import { DIAL_MS, type StandIn, type UpstreamSession } from "../stand_in.ts";
import { Visit } from "../visit.ts";

/**
 * How a client went: as here, in an earlier check, or a session that shows no visitor's name, as one
 * does whose client left during the dial. One of others shows none of ours either.
 */
export type Departure = "close" | "abort" | "during the dial" | "earlier" | "unnamed";

/** A session whose client has left. */
export interface LeftBehind {
  readonly departure: Departure;
  /** From the client's leaving to the upstream's end; `undefined` where it is still open. */
  readonly endedAfterMs: number | undefined;
}

/** All that the upstream holds of it. */
export interface Left {
  readonly sessions: readonly LeftBehind[];
  /** Whether more was dialled than the visitors explain. */
  readonly isShared: boolean;
  readonly waitedS: number;
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
    const { knocks, sessions } = standIn;
    const knocksBefore = knocks.length;
    // What was being dialled has opened by then: what opens later was dialled in the visitors' time.
    await sleep(patient.clock, SETTLED_MS);
    const sessionsBefore = sessions.length;
    const departures = new Map(patient.visits.map(({ name }) => [name, "earlier" as Departure]));
    for (const departure of DEPARTURES) {
      const visit = await arrive(patient, standIn, departure);
      if (!visit) return { result: "unchecked", why: "the bridge let a visitor no longer in" };
      departures.set(visit.name, departure);
      visit.leave(departure === "close" ? "close" : "abort");
    }
    const leftAtMs = patient.clock.now();
    const left = () =>
      sessions.map(({ received, endedAtMs }) => ({
        departure: departureOf(received, departures),
        endedAfterMs: endedAtMs && Math.max(0, endedAtMs - leftAtMs),
      })).filter(({ departure }, i) => departure !== "unnamed" || i >= sessionsBefore);
    await settle(patient.clock, left);
    return judgeLeft({
      sessions: left(),
      isShared: knocks.length - knocksBefore > DEPARTURES.length,
      waitedS: (patient.clock.now() - leftAtMs) / 1000,
    });
  },
};

const DEPARTURES = ["close", "abort", "during the dial"] as const;

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

/** Waits until all that is left has ended; for {@linkcode GRACE_MS} at most. */
async function settle(clock: Clock, left: () => readonly LeftBehind[]): Promise<void> {
  const sinceMs = clock.now();
  const isOver = (afterMs: number) => clock.now() - sinceMs >= afterMs;
  const allEnded = () => left().every(({ endedAfterMs }) => endedAfterMs !== undefined);
  while (!isOver(GRACE_MS) && !(isOver(SETTLED_MS) && allEnded())) await sleep(clock, LOOK_MS);
}

/** What a visitor has asked names it. Nothing has passed where it left before the session opened. */
function departureOf(
  received: UpstreamSession["received"],
  departures: ReadonlyMap<string, Departure>,
): Departure {
  const [, departure] =
    [...departures].find(([name]) => received.some((id) => id?.startsWith(`${name}_`))) ?? [];
  return departure ?? "unnamed";
}

export function judgeLeft({ sessions, isShared, waitedS }: Left): Outcome {
  const open = sessions.filter(({ endedAfterMs }) => endedAfterMs === undefined);
  const ours = open.filter(({ departure }) => departure !== "unnamed");
  const accused = isShared ? ours : open;
  if (accused.length > 0) return fault(accused, ours.length > 0, waitedS);
  if (open.length > 0) {
    return {
      result: "unchecked",
      why: "more was dialled than the doctor's visits explain, so others use this bridge, and a " +
        "session that is open may be theirs: examine it when nobody else does",
    };
  }
  const came = new Set(sessions.map(({ departure }) => departure));
  if (!came.has("close") || !came.has("abort")) {
    return {
      result: "unchecked",
      why: "a visitor's session did not come to the doctor's upstream",
    };
  }
  const slowestMs = Math.max(...sessions.map(({ endedAfterMs }) => endedAfterMs!));
  return {
    result: "sound",
    evidence: "after a close, an abort and a client gone during the dial, no session was open " +
      `${slowestMs.toFixed(0)} ms later`,
  };
}

function fault(open: readonly LeftBehind[], isNamed: boolean, waitedS: number): Outcome {
  const ways = new Set(open.map(({ departure }) => WAY[departure]));
  return {
    result: "fault",
    certainty: isNamed ? "certain" : "likely",
    what: "upstream sessions stay open, and are billed, when the client has gone",
    evidence: `open ${waitedS.toFixed(1)} s after the client ${[...ways].join(", ")}`,
    remedy: "close the upstream in the client's close and error handlers, and also where it is " +
      "still being dialled",
  };
}

const WAY: Readonly<Record<Departure, string>> = {
  close: "closed",
  abort: "broke off",
  "during the dial": "left during the dial",
  earlier: "left after an earlier check",
  unnamed: "left during the dial",
};
