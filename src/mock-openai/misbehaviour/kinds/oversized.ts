import { size } from "../argument.ts";
import { faultKind } from "../fault_kind.ts";
import { garbleFirstPiece } from "../first_piece.ts";

/** The first piece of a reply comes in a frame of this size: sound JSON with white space behind it. */
export const oversized = faultKind({
  argument: size("a size", "oversized:20MiB"),
  begin: (bytes) => garbleFirstPiece((event) => JSON.stringify(event).padEnd(bytes)),
});
