import { isSendableCode } from "../../../protocol/close_code.ts";
import { number } from "../argument.ts";
import { breaking } from "../breaking.ts";
import { faultKind } from "../fault_kind.ts";

/** Closes the socket with a code, as a server does that is overloaded or restarts. */
export const close = faultKind({
  argument: number("a close code that may be sent", "close:1011", 1011, isSendableCode),
  begin: (code) => breaking({ by: "close", code }),
});
