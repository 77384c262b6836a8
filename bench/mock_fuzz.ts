/**
 * Fuzzes sessions of the mock: frames from right to hopeless, in any order, on the virtual clock.
 * Fails where a session throws, no longer answers speech, or memory does not return to where it was.
 *
 *     deno task fuzz [--frames 200000] [--seed N]
 */
import { parseArgs } from "node:util";
import fc from "fast-check";
import { anyGust } from "../src/mock-openai/fuzz/frames.ts";
import { weather } from "../src/mock-openai/fuzz/storm.ts";
import { print } from "./print.ts";

/** Memory is compared after each; the first lets the engine warm up. */
const ROUNDS = 5;
const STORM = { minLength: 100, maxLength: 300, size: "max" } as const;
/** What the engine itself (compiled code, inline caches) may still take after the first round. */
const TOLERATED_BYTES = 4 << 20;

const { values } = parseArgs({
  options: {
    frames: { type: "string", default: "200000" },
    seed: { type: "string", default: String(Date.now() % 1e6) },
  },
});

/** @returns how many frames were sent. */
async function round(frames: number, seed: number): Promise<number> {
  let sent = 0;
  const property = fc.asyncProperty(fc.array(anyGust, STORM), async (gusts) => {
    sent += gusts.filter(({ kind }) => kind !== "wait").length;
    const wrong = await weather(gusts);
    if (wrong !== undefined) throw new Error(wrong);
  });
  for (let i = 0; sent < frames; i++) await fc.assert(property, { numRuns: 50, seed: seed + i });
  return sent;
}

function heapBytes(): number {
  const { gc } = globalThis as { gc?: () => void };
  if (!gc) throw new Error("run with --v8-flags=--expose-gc, as `deno task fuzz` does");
  gc();
  gc();
  return Deno.memoryUsage().heapUsed;
}

const seed = Number(values.seed);
const heaps: number[] = [];
let sent = 0;
for (let i = 0; i < ROUNDS; i++) {
  sent += await round(Number(values.frames) / ROUNDS, seed + i * 10_000);
  heaps.push(heapBytes());
}
const [first = 0, ...later] = heaps;
const grownBytes = later.at(-1)! - first;
const megabytes = heaps.map((bytes) => (bytes / 2 ** 20).toFixed(1)).join(", ");
print(`${sent} frames, seed ${seed}: heap after each round ${megabytes} MB`);
if (grownBytes > TOLERATED_BYTES) {
  print(`memory did not return: ${grownBytes} bytes more`);
  Deno.exit(1);
}
