import { number } from "../argument.ts";
import { faultKind } from "../fault_kind.ts";
import { perSession } from "../per_session.ts";

/** Answers the upgrade with an HTTP status instead. */
export const refuse = faultKind({
  argument: number("an HTTP status from 400 to 599", "refuse:503", 503, (n) => n >= 400 && n < 600),
  selectors: ["p", "session"],
  begin: (status) =>
    perSession(({ given }) => (item) => {
      if (item.kind !== "upgrade") return [item];
      given();
      return [{ ...item, status }];
    }),
});
