import { faultKind } from "../fault_kind.ts";
import { garbleFirstPiece } from "../first_piece.ts";

/** The first piece of a reply comes as half of its JSON. */
export const malformed = faultKind({
  begin: () =>
    garbleFirstPiece((event) => {
      const json = JSON.stringify(event);
      return json.slice(0, json.length / 2);
    }),
});
