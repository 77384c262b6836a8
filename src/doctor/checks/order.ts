import type { Check } from "../check.ts";
import type { Outcome } from "../finding.ts";
import { type Passage, passage } from "../passage.ts";
import { describeFailure, type DialFailure } from "../patient.ts";
import type { StandIn } from "../stand_in.ts";
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
/** Without another answer for so long, no more will come. A service that others use may take a breath. */
const QUIET_MS = { own: 2_500, foreign: 8_000 };

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
    const refused = visits.find((visit): visit is DialFailure => !(visit instanceof Visit));
    if (refused) {
      const why = `the bridge did not let ${VISITORS} visitors in at once`;
      return { result: "unchecked", why: `${why}: ${describeFailure(refused)}` };
    }
    const { standIn } = patient;
    const quietMs = standIn ? QUIET_MS.own : QUIET_MS.foreign;
    const asked = await Promise.all(arrived.map((visit) => askMuch(visit, quietMs)));
    return judgeExchanges(arrived.map((visit, i) => ({
      asked: asked[i]!,
      answered: visit.answers.map(({ id }) => id),
      arrived: standIn && arrivedAt(standIn, asked[i]!),
      early: EARLY,
      closeCode: visit.closed?.code,
    })));
  },
};

function arrivedAt({ sessions }: StandIn, asked: readonly string[]): string[] {
  return sessions.flatMap(({ received }) =>
    received.filter((id) => id !== undefined && asked.includes(id)) as string[]
  );
}

/** Some at once, while the upstream may still be dialled; then all the others at a stroke. */
async function askMuch(visit: Visit, quietMs: number): Promise<string[]> {
  const ask = (_: unknown, i: number) => visit.ask(`item_${"x".repeat(SIZES[i % SIZES.length]!)}`);
  const asked = Array.from({ length: EARLY }, ask);
  await allAnswered(visit, asked.length, quietMs);
  asked.push(...Array.from({ length: BURST }, ask));
  await allAnswered(visit, asked.length, quietMs);
  return asked;
}

async function allAnswered(visit: Visit, count: number, quietMs: number): Promise<void> {
  let before = -1;
  while (visit.answers.length < count && visit.answers.length > before && !visit.closed) {
    before = visit.answers.length;
    await visit.until(() => visit.answers.length > before, quietMs);
  }
}

export function judgeExchanges(exchanges: readonly Exchange[]): Outcome {
  const asked = exchanges.reduce((sum, one) => sum + one.asked.length, 0);
  const closed = exchanges.find(({ closeCode }) => closeCode !== undefined);
  if (closed) {
    const why = `the bridge closed with ${closed.closeCode} while ${asked} requests were sent`;
    return { result: "unchecked", why: `${why}: a limit of its own?` };
  }
  const legs = legsOf(exchanges).filter(({ lost, moved, doubled }) => lost + moved + doubled > 0);
  if (legs.length === 0) {
    const evidence =
      `${asked} requests of ${exchanges.length} visitors at once were all answered, ` +
      "in their order";
    return { result: "sound", evidence };
  }
  const loses = legs.some(({ lost }) => lost > 0);
  const moves = legs.some(({ moved }) => moved > 0);
  const faults = [
    ...(loses ? ["loses frames"] : []),
    ...(legs.some(({ doubled }) => doubled > 0) ? ["sends frames twice"] : []),
    ...(moves ? ["changes the order of frames"] : []),
  ];
  const isOwn = exchanges.every(({ arrived }) => arrived !== undefined);
  return {
    result: "fault",
    certainty: isOwn ? "certain" : "likely",
    what: `the bridge${isOwn ? "" : ", or the service behind it,"} ${faults.join(" and ")}`,
    evidence: `of ${asked} requests: ${legs.map(legText).join("; ")}`,
    remedy: [...(loses ? [LOSS_REMEDY] : []), ...(moves || !loses ? [ORDER_REMEDY] : [])].join(
      "; ",
    ),
  };
}

const LOSS_REMEDY =
  "let frames wait in order until the upstream takes them; where too many wait, close with 1013 " +
  "and never drop one";
const ORDER_REMEDY =
  "pass each frame on in the handler that received it, with nothing awaited in between";

/** What became of frames on one way, over all visitors. */
interface Leg extends Passage {
  readonly name: string;
  /** Lost ones that were sent before the session was open. */
  readonly lostEarly: number;
}

/** Both ways apart where our upstream saw what arrived, else there and back as one. */
function legsOf(exchanges: readonly Exchange[]): Leg[] {
  if (exchanges.some(({ arrived }) => arrived === undefined)) {
    return [leg("", exchanges, ({ asked, answered }) => [asked, answered])];
  }
  return [
    leg(" on the way to the upstream", exchanges, ({ asked, arrived }) => [asked, arrived!]),
    leg(" on the way to the client", exchanges, ({ arrived, answered }) => [arrived!, answered]),
  ];
}

type Ids = readonly string[];

function leg(
  name: string,
  exchanges: readonly Exchange[],
  ends: (exchange: Exchange) => readonly [sent: Ids, came: Ids],
): Leg {
  const ways = exchanges.map((exchange) => {
    const [sent, came] = ends(exchange);
    const early = exchange.asked.slice(0, exchange.early).filter((id) => sent.includes(id));
    return { ...passage(sent, came), lostEarly: early.filter((id) => !came.includes(id)).length };
  });
  const sum = (of: "lost" | "lostEarly" | "moved" | "doubled") =>
    ways.reduce((total, way) => total + way[of], 0);
  const order = { moved: sum("moved"), doubled: sum("doubled") };
  return { name, lost: sum("lost"), lostEarly: sum("lostEarly"), ...order };
}

function legText({ name, lost, lostEarly, moved, doubled }: Leg): string {
  const early = lostEarly === 0 ? "" : ` (${lostEarly} of them sent before the session was open)`;
  return [
    ...(lost > 0 ? [`${lost} lost${early}`] : []),
    ...(moved > 0 ? [`${moved} out of order`] : []),
    ...(doubled > 0 ? [`${doubled} double`] : []),
  ].join(", ") + name;
}
