import type { Check } from "../check.ts";
import type { Outcome } from "../finding.ts";
import { describeFailure, type DialFailure } from "../patient.ts";
import { Visit } from "../visit.ts";

const WANTED = "realtime";

/** Who offers `realtime`, as browsers do that carry a ticket beside it, must see it chosen. */
export const subprotocol: Check = {
  name: "subprotocol",
  title: "chooses the subprotocol that is offered",
  needs: "connection",
  run: async (patient) => {
    const offered = new Set([...patient.endpoint.subprotocols, WANTED]);
    const answer = await patient.visit([...offered]);
    if (!(answer instanceof Visit)) return judgeAnswer(answer);
    await using visit = answer;
    return judgeAnswer({ chosen: visit.headers["sec-websocket-protocol"] });
  },
};

/** @param answer to the offer of a client that gets in without one. */
export function judgeAnswer(
  answer: DialFailure | { readonly chosen: string | undefined },
): Outcome {
  if ("chosen" in answer) {
    return { result: "sound", evidence: `the 101 chose '${answer.chosen}'` };
  }
  if (answer.outcome !== "refused") return { result: "unchecked", why: describeFailure(answer) };
  const isMissing = answer.errorCode === "bad_upgrade";
  return {
    result: "fault",
    certainty: isMissing ? "certain" : "likely",
    what: "a client that offers the subprotocol 'realtime' cannot connect",
    evidence: isMissing
      ? "the 101 chose none of the offered subprotocols, so that browsers drop the connection"
      : `with the offer ${describeFailure(answer)}, without it was not`,
    remedy: "choose 'realtime' where it is offered: Deno.upgradeWebSocket(request, " +
      '{ protocol: "realtime" }), or handleProtocols of ws',
  };
}
