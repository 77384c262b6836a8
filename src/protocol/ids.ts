import type { Random } from "../random/random.ts";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** An id in the service's style: a prefix and 21 base62 characters, e.g. `event_…`, `item_…`. */
export function makeId(prefix: string, random: Random): string {
  let id = `${prefix}_`;
  for (let i = 0; i < 21; i++) id += BASE62[Math.floor(random() * 62)];
  return id;
}
