import { number } from "../argument.ts";
import { breaking } from "../breaking.ts";
import { faultKind } from "../fault_kind.ts";

/** Closes the socket with a code, as a server does that is overloaded or restarts. */
export const close = faultKind({
  argument: number("a close code that may be sent", "close:1011", 1011, isSendable),
  begin: (code) => breaking({ by: "close", code }),
});

/** 1005, 1006 and 1015 are for the receiver's own use; the others left out mean nothing. */
function isSendable(code: number): boolean {
  return (code >= 3000 && code <= 4999) ||
    (code >= 1000 && code <= 1013 && ![1004, 1005, 1006].includes(code));
}
