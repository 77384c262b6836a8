import { faultKind } from "../fault_kind.ts";
import { eventOf } from "../outgoing_event.ts";
import { perReply } from "../per_reply.ts";

/** A reply with all its events but those that carry its audio. */
export const noAudio = faultKind({
  begin: () =>
    perReply(({ given }) => {
      given();
      return (item) => eventOf(item, "response.output_audio.delta") ? [] : [item];
    }),
});
