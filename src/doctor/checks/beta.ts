import type { ServerEventOf } from "../../protocol/events.ts";
import type { Check } from "../check.ts";
import type { Outcome } from "../finding.ts";

/** With this code the service refuses who asks for the beta, header or subprotocol. */
const BETA_REFUSED = "beta_api_shape_disabled";
/** With these it discards a `session.update` in the beta's form, which has no `session.type`. */
const SHAPE_REFUSED = ["missing_required_parameter", "unknown_parameter"];

/** What was heard before anything was said, and seen at the upstream where it is ours. */
export interface Greeting {
  readonly errors: readonly Pick<ServerEventOf<"error">["error"], "code" | "param">[];
  readonly closeReason: string;
  readonly hasSession: boolean;
  /** Of the dials that arrived at our upstream. */
  readonly knockRefusals: readonly (string | undefined)[];
}

/** The protocol's beta is refused by the service since 2026. */
export const beta: Check = {
  name: "beta-protocol",
  title: "speaks the GA protocol",
  needs: "connection",
  run: ({ first, standIn }) => {
    const { visit, askedAtMs } = first!;
    const heard = visit.errors.flatMap(({ error, atMs }) => atMs <= askedAtMs ? [error] : []);
    const answered = standIn?.sessions[0]?.errors.filter(({ event_id }) => event_id === null) ?? [];
    return Promise.resolve(judgeGreeting({
      errors: [...heard, ...answered],
      closeReason: visit.closed?.reason ?? "",
      hasSession: visit.createdAtMs !== undefined || (standIn?.sessions.length ?? 0) > 0,
      knockRefusals: standIn?.knocks.map(({ refusalCode }) => refusalCode) ?? [],
    }));
  },
};

export function judgeGreeting({ errors, closeReason, ...seen }: Greeting): Outcome {
  const isRefused = seen.knockRefusals.includes(BETA_REFUSED) ||
    closeReason.includes(BETA_REFUSED) ||
    errors.some(({ code }) => code === BETA_REFUSED);
  if (isRefused) {
    return {
      result: "fault",
      certainty: "certain",
      what: "the bridge asks for the retired beta, and no caller gets a session",
      evidence: `the upstream refused it with ${BETA_REFUSED}`,
      remedy: "leave out the subprotocol openai-beta.realtime-v1 and the header OpenAI-Beta",
    };
  }
  const shape = errors.find(({ code, param }) =>
    SHAPE_REFUSED.includes(code ?? "") && param?.startsWith("session.")
  );
  if (shape) {
    return {
      result: "fault",
      certainty: "certain",
      what: "the bridge's session.update is in the form of the beta, and is discarded",
      evidence: `the upstream answered it with ${shape.code} for '${shape.param}'`,
      remedy: 'give session.type "realtime", and put voice and turn_detection under session.audio',
    };
  }
  if (!seen.hasSession) return { result: "unchecked", why: "no session was opened" };
  return { result: "sound", evidence: "a session was opened, and no update of it refused" };
}
