import { makeId } from "../../protocol/ids.ts";
import type { WireEventOf } from "../wire.ts";
import type { Begin } from "./fault_kind.ts";
import type { Outgoing } from "./outgoing.ts";
import { eventOf, isContent, replyIdOf } from "./outgoing_event.ts";
import { perReply } from "./per_reply.ts";

type WireResponse = WireEventOf<"response.done">["response"];

export interface Failure extends Required<Pick<WireResponse, "status" | "status_details">> {
  /** As soon as the reply is announced, or after its first piece. */
  readonly at: "start" | "content";
  /** Told to the client at that moment. */
  readonly error?: Readonly<Record<"type" | "code" | "message", string>>;
}

/**
 * Ends replies before their time: the session is told to cancel, so that all it does and sends stays
 * consistent, and the `response.done` that follows says what failed instead.
 */
export function failReply({ at, error, ...end }: Failure): Begin {
  return perReply(({ random, inject, given }) => {
    let failed = false;
    return (item) => {
      const done = eventOf(item, "response.done");
      if (failed && done) {
        const event = { ...done, response: { ...done.response, ...end } };
        return [{ kind: "event", dueMs: item.dueMs, event }];
      }
      const isMoment = at === "start" ? eventOf(item, "response.created") : isContent(item);
      if (failed || !isMoment) return [item];
      failed = true;
      given();
      inject({ type: "response.cancel", response_id: replyIdOf(item)! });
      return error ? [item, errorItem(error, makeId("event", random), item.dueMs)] : [item];
    };
  });
}

function errorItem(
  error: NonNullable<Failure["error"]>,
  event_id: string,
  dueMs: number,
): Outgoing {
  const event = {
    type: "error",
    event_id,
    error: { ...error, param: null, event_id: null },
  } as const;
  return { kind: "event", dueMs, event };
}
