import type { Step } from "./step.ts";

/** How much time of the line one piece takes, so that a large chunk comes bit by bit. */
const PIECE_MS = 50;

/** A line that carries so many bytes a second: what comes sooner waits its turn. */
export function bandwidth(bytesPerS: number): Step {
  const pieceBytes = Math.max(1, Math.round(bytesPerS * PIECE_MS / 1000));
  let freeMs = -Infinity;
  return (item) => {
    freeMs = Math.max(freeMs, item.dueMs);
    if (item.kind !== "data") return [{ ...item, dueMs: freeMs }];
    return slices(item.bytes, pieceBytes).map((bytes) => {
      freeMs += bytes.length / bytesPerS * 1000;
      return { kind: "data", dueMs: freeMs, bytes };
    });
  };
}

function slices(bytes: Uint8Array, size: number): Uint8Array[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}
