import { breaking } from "../breaking.ts";
import { faultKind } from "../fault_kind.ts";

/** Ends the TCP connection without a word of WebSocket: the client sees 1006. */
export const cut = faultKind({
  onConnection: true,
  begin: () => breaking({ by: "cut" }),
});
