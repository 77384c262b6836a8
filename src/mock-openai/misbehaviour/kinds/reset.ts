import { breaking } from "../breaking.ts";
import { faultKind } from "../fault_kind.ts";

/** Breaks the TCP connection off with a reset. */
export const reset = faultKind({ onConnection: true, begin: () => breaking({ by: "reset" }) });
