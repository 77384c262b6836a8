import type { Check } from "../check.ts";
import type { Outcome } from "../finding.ts";
import { Visit } from "../visit.ts";

/** What one visitor asked, and which of it was answered, in the order of each. */
export interface Exchange {
  readonly asked: readonly string[];
  readonly answered: readonly string[];
  /** As they came to the upstream, where it is ours. */
  readonly arrived: readonly string[] | undefined;
  /** How many were asked before the session was open. */
  readonly early: number;
  readonly closeCode: number | undefined;
}

const VISITORS = 4;
const EARLY = 10;
const BURST = 150;
/** A mixture, since a bridge that looks into frames takes longer for large ones. */
const SIZES = [0, 1300, 40, 4000];
/** Without another answer for so long, no more will come. */
const QUIET_MS = 2_500;

/** All that is sent must arrive, once and in order. */
export const order: Check = {
  name: "order",
  title: "keeps every frame, and their order, under load",
  needs: "session",
  run: async (patient) => {
    const visits = await Promise.all(Array.from({ length: VISITORS }, () => patient.visit()));
    await using leaving = new AsyncDisposableStack();
    const arrived = visits.filter((visit) => visit instanceof Visit);
    for (const visit of arrived) leaving.use(visit);
    if (arrived.length < VISITORS) {
      return { result: "unchecked", why: `the bridge did not let ${VISITORS} visitors in at once` };
    }
    const asked = await Promise.all(arrived.map(askMuch));
    return judgeExchanges(arrived.map((visit, i) => ({
      asked: asked[i]!,
      answered: visit.answers.map(({ id }) => id),
      arrived: patient.standIn?.sessions
        .map(({ received }) => received.filter((id) => id !== undefined))
        .find((ids) => ids.some((id) => asked[i]!.includes(id)))
        ?.filter((id) => asked[i]!.includes(id)),
      early: EARLY,
      closeCode: visit.closed?.code,
    })));
  },
};

/** Some at once, while the upstream may still be dialled; then all the others at a stroke. */
async function askMuch(visit: Visit): Promise<string[]> {
  const ask = (_: unknown, i: number) => visit.ask(`item_${"x".repeat(SIZES[i % SIZES.length]!)}`);
  const asked = Array.from({ length: EARLY }, ask);
  await allAnswered(visit, asked.length);
  asked.push(...Array.from({ length: BURST }, ask));
  await allAnswered(visit, asked.length);
  return asked;
}

async function allAnswered(visit: Visit, count: number): Promise<void> {
  let before = -1;
  while (visit.answers.length < count && visit.answers.length > before && !visit.closed) {
    before = visit.answers.length;
    await visit.until(() => visit.answers.length > before, QUIET_MS);
  }
}

export function judgeExchanges(exchanges: readonly Exchange[]): Outcome {
  const sum = (of: (exchange: Exchange) => number) => exchanges.reduce((n, one) => n + of(one), 0);
  const asked = sum(({ asked }) => asked.length);
  const lost = sum((one) => one.asked.filter((id) => !one.answered.includes(id)).length);
  const lostEarly = sum((one) =>
    one.asked.slice(0, one.early).filter((id) => !one.answered.includes(id)).length
  );
  const moved = sum(({ asked, answered }) => movedCount(asked, answered));
  const doubled = sum(({ answered }) => answered.length - new Set(answered).size);
  const closed = exchanges.find(({ closeCode }) => closeCode !== undefined);
  if (closed) {
    const why = `the bridge closed with ${closed.closeCode} while ${asked} requests were sent`;
    return { result: "unchecked", why: `${why}: a limit of its own?` };
  }
  if (lost + moved + doubled === 0) {
    const evidence =
      `${asked} requests of ${exchanges.length} visitors at once were all answered, ` +
      "in their order";
    return { result: "sound", evidence };
  }
  const faults = [
    ...(lost > 0 ? ["loses frames"] : []),
    ...(doubled > 0 ? ["sends frames twice"] : []),
    ...(moved > 0 ? ["changes the order of frames"] : []),
  ];
  return {
    result: "fault",
    certainty: "certain",
    what: `the bridge ${faults.join(" and ")}`,
    evidence: `of ${asked} requests ${lost} were not answered (${lostEarly} of them sent before ` +
      `the session was open), ${moved} answers out of order, ${doubled} double${
        whereabouts(exchanges)
      }`,
    remedy: lost > 0
      ? "let frames wait in order until the upstream takes them; where too many wait, close with " +
        "1013 and never drop one"
      : "pass each frame on in the handler that received it, with nothing awaited in between",
  };
}

/** How many have a later one before them. */
function movedCount(asked: readonly string[], answered: readonly string[]): number {
  const places = answered.map((id) => asked.indexOf(id));
  let furthest = -1;
  return places.filter((place) => {
    const isLate = place < furthest;
    furthest = Math.max(furthest, place);
    return isLate;
  }).length;
}

/** On which leg it happened, where both can be seen. */
function whereabouts(exchanges: readonly Exchange[]): string {
  if (exchanges.some(({ arrived }) => arrived === undefined)) return "";
  const isUpSound = exchanges.every(({ asked, arrived }) => asked.join() === arrived!.join());
  return isUpSound ? "; on the way to the client" : "; on the way to the upstream";
}
