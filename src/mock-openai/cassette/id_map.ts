import { type Frame, mapFields } from "./frame.ts";

/** Longer texts are no ids. */
const MAX_ID_CHARS = 512;

/** The ids that a client chose, as they were recorded → as the present client has chosen them. */
export class IdMap {
  readonly #present = new Map<string, string>();

  /** Learns from an event of the client that was recorded and the one that takes its place. */
  learn(recorded: Frame, present: Frame): void {
    this.#pair(recorded, present, false);
  }

  /** A recorded frame of the server, with the ids that the present client knows. */
  translate(frame: Frame): Frame {
    if (this.#present.size === 0) return frame;
    return mapFields(
      frame,
      (value) =>
        typeof value === "string" && value.length <= MAX_ID_CHARS
          ? this.#present.get(value) ?? value
          : value,
    );
  }

  /** @param chosen whether every text here is the client's own: it stands in `metadata`. */
  #pair(recorded: unknown, present: unknown, chosen: boolean): void {
    if (!isObject(recorded) || !isObject(present)) return;
    for (const [name, value] of Object.entries(recorded)) {
      const other = present[name];
      const isId = chosen || name === "id" || name.endsWith("_id");
      if (isId && typeof value === "string" && typeof other === "string") {
        if (value !== other) this.#present.set(value, other);
      } else this.#pair(value, other, chosen || name === "metadata");
    }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
