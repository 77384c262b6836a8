import { duration } from "../argument.ts";
import { faultKind } from "../fault_kind.ts";
import { perSession } from "../per_session.ts";

/** Lets the client wait for the answer to its upgrade. */
export const delayUpgrade = faultKind({
  argument: duration("delay-upgrade:500ms"),
  selectors: ["p", "session"],
  begin: (ms) =>
    perSession(({ given }) => (item) => {
      if (item.kind !== "upgrade") return [item];
      given();
      return [{ ...item, dueMs: item.dueMs + ms }];
    }),
});
