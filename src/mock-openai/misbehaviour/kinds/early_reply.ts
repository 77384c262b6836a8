import { duration } from "../argument.ts";
import { faultKind } from "../fault_kind.ts";
import { perSpeech } from "../per_speech.ts";

/** Begins to answer so long after the beginning of speech, without waiting for its end. */
export const earlyReply = faultKind({
  argument: duration("early-reply:200ms", 0),
  injects: true,
  begin: (ms) => (context, selector) => ({
    outgoing: perSpeech(context, selector, (startedMs) => {
      context.inject({ type: "response.create" }, startedMs + ms);
      context.given();
    }),
  }),
});
