import { breaking } from "../breaking.ts";
import { faultKind } from "../fault_kind.ts";

/** The connection stays and falls silent in both directions: no data, no pong, no close. */
export const halfOpen = faultKind({ onConnection: true, begin: () => breaking({ by: "silence" }) });
