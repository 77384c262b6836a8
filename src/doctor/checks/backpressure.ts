import type { Check } from "../check.ts";
import type { Outcome } from "../finding.ts";
import { type Flood, flood } from "../flood.ts";
import type { Patient } from "../patient.ts";
import type { StandIn, UpstreamSession } from "../stand_in.ts";
import type { Visit } from "../visit.ts";

const MIB = 1 << 20;
/**
 * More than the systems' own buffers on two connections hold for a bridge that does not read, which
 * is some MiB; a bridge that takes all of it must keep it itself.
 */
const FLOOD = { bytes: 64 * MIB, timeoutMs: 20_000, stoppedMs: 1_500 };
/**
 * What the systems' buffers may hold: 9 MiB is usual, but Linux lets the receive buffer of a bridge that
 * reads in bursts grow to 32 MiB (`tcp_rmem`), and each of two send buffers to 4 (`tcp_wmem`).
 */
const BUFFERS_BYTES = 40 * MIB;
/** One second of audio: large, and not larger than the service's own. */
const FRAME = JSON.stringify({
  type: "response.output_audio.delta",
  event_id: "event_flood",
  response_id: "resp_flood",
  item_id: "item_flood",
  output_index: 0,
  content_index: 0,
  delta: "A".repeat(64_000),
});

/** The runtime's TLS sockets read on when they are paused. */
const OVER_TLS = "over TLS the doctor's client cannot stop reading: give the ws:// URL behind it";

/** What a client does not read must not pile up in the bridge. */
export const backpressure: Check = {
  name: "backpressure",
  title: "stops reading for a client that does not read",
  needs: "stand-in",
  run: async (patient) => {
    if (patient.endpoint.url.startsWith("wss:")) return { result: "unchecked", why: OVER_TLS };
    const met = await patient.meet();
    if (!met.ok) return { result: "unchecked", why: met.why };
    await using visit = met.visit;
    const session = sessionOf(visit, patient.standIn!);
    if (!session) return { result: "unchecked", why: "the visit was not seen at the upstream" };
    visit.pause();
    return judgeFlood(await pour(session, patient));
  },
};

function sessionOf(visit: Visit, { sessions }: StandIn): UpstreamSession | undefined {
  return sessions.find(({ received }) => received.some((id) => id?.startsWith(`${visit.name}_`)));
}

function pour(session: UpstreamSession, { clock }: Patient): Promise<Flood> {
  const { link } = session;
  const inflow = {
    pour: () => {
      const before = link.bufferedBytes;
      link.sendText(FRAME, undefined);
      // A socket that is about to close takes no more, and says nothing.
      return link.bufferedBytes - before;
    },
    get bufferedBytes() {
      return link.bufferedBytes;
    },
    get isClosed() {
      return session.endedAtMs !== undefined;
    },
  };
  return flood(inflow, FLOOD, clock);
}

export function judgeFlood({ end, takenBytes, tookMs }: Flood): Outcome {
  const taken = `${(takenBytes / MIB).toFixed(1)} MiB in ${(tookMs / 1000).toFixed(1)} s`;
  if (end === "stopped" && takenBytes <= BUFFERS_BYTES) {
    return {
      result: "sound",
      evidence: `it took ${taken} for a client that does not read, no more`,
    };
  }
  if (end === "closed") {
    return { result: "sound", evidence: `it closed the session after ${taken} that nobody read` };
  }
  if (end === "timeout") return { result: "unchecked", why: `it took only ${taken}: too slow` };
  const hasStopped = end === "stopped";
  return {
    result: "fault",
    certainty: hasStopped ? "likely" : "certain",
    what: hasStopped
      ? "the bridge keeps much of what the client does not read"
      : "the bridge takes from the upstream without bound while the client does not read",
    evidence: `it took ${taken} for a client that read nothing, and ${
      hasStopped ? "only then stopped" : "went on"
    }`,
    remedy:
      "look at bufferedAmount of the client's socket; over a mark stop reading the upstream " +
      "(pause() of ws), and close with 1013 whoever stays behind",
  };
}
