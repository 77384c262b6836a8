import { Buffer } from "node:buffer";
import type { Clock } from "../time/clock.ts";

/** How long the text of a refusal is waited for, once its status is known. */
const PATIENCE_MS = 1_000;
const MAX_BYTES = 4_096;
const MAX_LENGTH = 200;

/** A response as far as its body goes. */
interface Body {
  on(event: "data", listener: (chunk: Uint8Array) => void): unknown;
  once(event: "end" | "error" | "close", listener: () => void): unknown;
}

/** What a refusal says for people; `undefined` where that is nothing. The body is read in part only. */
export async function readRefusal(body: Body, clock: Clock): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  body.on("data", (chunk) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MAX_BYTES) resolve();
  });
  for (const event of ["end", "error", "close"] as const) body.once(event, resolve);
  const cancel = clock.at(clock.now() + PATIENCE_MS, resolve);
  await promise;
  cancel();
  return said(Buffer.concat(chunks).subarray(0, MAX_BYTES).toString());
}

/** The first line of a text, or the message of an error in JSON; of a page for browsers nothing. */
function said(text: string): string | undefined {
  return text.trimStart().startsWith("<") ? undefined : oneLine(messageOf(text) ?? text);
}

/** As the Realtime service words its errors. */
function messageOf(text: string): string | undefined {
  try {
    const message = JSON.parse(text)?.error?.message;
    return typeof message === "string" ? message : undefined;
  } catch {
    return undefined;
  }
}

/** The first line of what another side says, fit for a terminal: printable, at most 200 characters. */
export function oneLine(text: string): string | undefined {
  const [first] = text.trim().split(/[\r\n]/);
  return first!.replace(/\p{C}+/gu, " ").slice(0, MAX_LENGTH).trim() || undefined;
}
