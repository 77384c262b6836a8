import { type Frame, mapFields } from "./frame.ts";

/**
 * The ids that a client chose, and what it wrote into `metadata`: as they were recorded → as the
 * present client has chosen them.
 */
export class IdMap {
  readonly #ids = new Map<string, string>();
  /** By name and value. */
  readonly #metadata = new Map<string, string>();

  /** Learns from an event of the client that was recorded and the one that takes its place. */
  learn(recorded: Frame, present: Frame): void {
    this.#pair(recorded, present);
  }

  /** A recorded frame of the server, with the ids and metadata that the present client knows. */
  translate(frame: Frame): Frame {
    if (this.#ids.size + this.#metadata.size === 0) return frame;
    return mapFields(frame, (value, name) => {
      if (name === "metadata" && isObject(value)) return this.#metadataOf(value);
      return isIdName(name) && typeof value === "string" ? this.#ids.get(value) ?? value : value;
    });
  }

  #metadataOf(recorded: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(recorded).map((pair) => [pair[0], this.#metadata.get(key(pair)) ?? pair[1]]),
    );
  }

  #pair(recorded: unknown, present: unknown, inMetadata = false): void {
    if (!isObject(recorded) || !isObject(present)) return;
    for (const pair of Object.entries(recorded)) {
      const [name, value] = pair;
      const other = present[name];
      if (typeof value !== "string" || typeof other !== "string") {
        this.#pair(value, other, name === "metadata");
      } else if (inMetadata) this.#metadata.set(key(pair), other);
      else if (isIdName(name)) this.#ids.set(value, other);
    }
  }
}

function isIdName(name: string): boolean {
  return name === "id" || name.endsWith("_id");
}

function key([name, value]: [name: string, value: unknown]): string {
  return JSON.stringify([name, value]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
