import { size } from "../argument.ts";
import { breaking } from "../breaking.ts";
import { faultKind } from "../fault_kind.ts";

/** Reads what the client sends at so many bytes a second: its send buffer fills up. */
export const slowReader = faultKind({
  argument: size("a size a second", "slow-reader:16KiB"),
  onConnection: true,
  begin: (bytesPerS) => breaking({ by: "slow-reading", bytesPerS }),
});
