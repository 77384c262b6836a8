import type { ServerEvent } from "./events.ts";

/** Reads one text frame of the server. `undefined` where it is no JSON object with a `type`. */
export function decodeServerEvent(text: string): ServerEvent | undefined {
  try {
    const event: unknown = JSON.parse(text);
    const typed = typeof event === "object" && event !== null && "type" in event;
    return typed && typeof event.type === "string" ? event as ServerEvent : undefined;
  } catch {
    return undefined;
  }
}

/** How many bytes a base64 text holds, without decoding it. */
export function base64Bytes(text: string): number {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return Math.floor(text.length * 3 / 4) - padding;
}
