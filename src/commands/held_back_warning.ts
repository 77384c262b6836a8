import type { HeldBack } from "../metrics/held_back.ts";

/** A second of audio, 24 kHz of 16 bits in base64. */
const SECOND_BYTES = 64_000;

/** What has left the clients in time and not arrived: the figures are right, and show the way there. */
export function heldBackWarning(held: HeldBack | undefined): string[] {
  if (!held || (held.mostBytes < SECOND_BYTES && held.retransmitting === 0)) return [];
  const { mostBytes, retransmitting, looks } = held;
  const again = `was sending some again ${retransmitting} times in ${looks} looks`;
  return [
    `this system held up to ${Math.round(mostBytes / 1024)} KiB of one caller's audio back` +
    `${retransmitting > 0 ? `, and ${again}` : ""}: the target, or the way to it, takes audio ` +
    "more slowly than it is spoken",
  ];
}
