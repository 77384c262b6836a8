import type { Random } from "../random/random.ts";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** An id in the service's style: a prefix and base62 characters, e.g. `event_…`, `item_…`. */
export function makeId(prefix: string, random: Random, length = 21): string {
  let id = `${prefix}_`;
  for (let i = 0; i < length; i++) id += BASE62[Math.floor(random() * 62)];
  return id;
}
